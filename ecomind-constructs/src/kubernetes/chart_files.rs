//! The files of a chart that are no templates.

use serde_json::{Map, Value as Json, json};

use super::yaml;

/// `Chart.yaml`.
pub(super) fn chart(name: &str, description: &str, version: &str, kubernetes: &str) -> String {
    yaml::document(&json!({
        "apiVersion": "v2",
        "name": name,
        "description": description,
        "type": "application",
        "version": version,
        "kubeVersion": format!(">= {kubernetes}.0-0"),
    }))
}

/// Values as a file, with a line before them that says what they are.
pub(super) fn values(about: &str, values: &Map<String, Json>) -> String {
    format!("# {about}\n{}", yaml::document(&Json::Object(values.clone())))
}

/// What of `these` is not as in `others`.
pub(super) fn difference(
    these: &Map<String, Json>,
    others: &Map<String, Json>,
) -> Map<String, Json> {
    let mut different = Map::new();
    for (name, value) in these {
        match (value, others.get(name)) {
            (Json::Object(inner), Some(Json::Object(other))) => {
                let inner = difference(inner, other);
                if !inner.is_empty() {
                    different.insert(name.clone(), Json::Object(inner));
                }
            }
            (value, other) if other != Some(value) => {
                different.insert(name.clone(), value.clone());
            }
            _ => {}
        }
    }
    different
}

/// What Helm says when it is done.
pub(super) fn notes(namespace: &str) -> String {
    format!(
        "{{{{ .Release.Name }}}} {{{{ .Chart.Version }}}} is in the namespace {namespace}.\n\n\
         kubectl --namespace {namespace} get deployments\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_holds_what_differs_and_nothing_else() {
        let map = |value: Json| value.as_object().cloned().unwrap_or_default();
        let (these, others) = (
            map(json!({"a": {"b": 1, "c": 2}, "d": [1], "e": "x"})),
            map(json!({"a": {"b": 1, "c": 3}, "d": [1], "f": 0})),
        );
        let found = Json::Object(difference(&these, &others));
        assert_eq!(found, json!({"a": {"c": 2}, "e": "x"}));
    }
}
