//! Manifests as text, with expressions of Helm in them.

use serde_json::Value as Json;

/// What a text begins with that is an expression of Helm and not a text.
const CODE: char = '\u{1}';
/// What a text begins with that is an expression of Helm which gives a map or a list.
const BLOCK: char = '\u{2}';
/// What stands around the condition in a key that is there only where the condition holds.
const WHEN: char = '\u{3}';

/// An expression that gives a scalar, such as `.Values.replicas`.
pub(super) fn code(expression: &str) -> Json {
    Json::String(format!("{CODE}{{{{ {expression} }}}}"))
}

/// An expression that gives a map or a list, such as `.Values.resources`.
pub(super) fn block(expression: &str) -> Json {
    Json::String(format!("{BLOCK}{expression}"))
}

/// A key that is there where a condition holds, such as `.Values.rollouts.enabled`.
pub(super) fn when(condition: &str, key: &str) -> String {
    format!("{WHEN}{condition}{WHEN}{key}")
}

/// The YAML of a document. Keys keep their order, and texts have quotes, so that none of them is
/// taken for a number or a date.
pub(super) fn document(value: &Json) -> String {
    let mut text = String::new();
    match value {
        Json::Object(map) if !map.is_empty() => fields(map, 0, &mut text),
        other => {
            text.push_str(&scalar(other));
            text.push('\n');
        }
    }
    text
}

fn fields(map: &serde_json::Map<String, Json>, indent: usize, text: &mut String) {
    for (at, (name, value)) in map.iter().enumerate() {
        // The first one stands behind the hyphen of its list.
        let is_behind_hyphen = at == 0 && text.ends_with("- ");
        let (condition, name) = split(name);
        if let Some(condition) = condition {
            text.push_str(&spaces(indent));
            text.push_str("{{- if ");
            text.push_str(condition);
            text.push_str(" }}\n");
        }
        if !is_behind_hyphen {
            text.push_str(&spaces(indent));
        }
        text.push_str(&key(name));
        text.push(':');
        field_value(value, indent, text);
        if condition.is_some() {
            text.push_str(&spaces(indent));
            text.push_str("{{- end }}\n");
        }
    }
}

fn field_value(value: &Json, indent: usize, text: &mut String) {
    match value {
        Json::Object(map) if !map.is_empty() => {
            text.push('\n');
            fields(map, indent + 2, text);
        }
        Json::Array(items) if !items.is_empty() => {
            text.push('\n');
            list(items, indent + 2, text);
        }
        Json::String(given) if given.starts_with(BLOCK) => {
            let expression = &given[BLOCK.len_utf8()..];
            let below = (indent + 2).to_string();
            for part in [" {{- toYaml ", expression, " | nindent ", &below, " }}\n"] {
                text.push_str(part);
            }
        }
        other => {
            text.push(' ');
            text.push_str(&scalar(other));
            text.push('\n');
        }
    }
}

fn list(items: &[Json], indent: usize, text: &mut String) {
    for item in items {
        text.push_str(&spaces(indent));
        text.push_str("- ");
        match item {
            Json::Object(map) if !map.is_empty() => fields(map, indent + 2, text),
            other => {
                text.push_str(&scalar(other));
                text.push('\n');
            }
        }
    }
}

/// A scalar, or what is short enough to stand in its line. JSON is YAML.
fn scalar(value: &Json) -> String {
    match value {
        Json::String(given) if given.starts_with(CODE) => given[CODE.len_utf8()..].to_owned(),
        other => other.to_string(),
    }
}

fn key(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    // These are booleans to YAML 1.1.
    let is_boolean = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
        .contains(&name.to_ascii_lowercase().as_str());
    if starts && !is_boolean && name.chars().all(plain) {
        return name.to_owned();
    }
    Json::from(name).to_string()
}

fn split(name: &str) -> (Option<&str>, &str) {
    match name
        .strip_prefix(WHEN)
        .and_then(|rest| rest.split_once(WHEN))
    {
        Some((condition, name)) => (Some(condition), name),
        None => (None, name),
    }
}

fn spaces(count: usize) -> String {
    " ".repeat(count)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_have_quotes_and_expressions_none() {
        let mut value = json!({
            "apiVersion": "v1",
            "on": "yes",
            "list": [{"a": 1, "b": {"c": "2012-10-17"}}, "x", []],
            "empty": {},
            "image": code(".Values.image | quote"),
            "resources": block(".Values.resources"),
        });
        value[when(".Values.paused", "replicas")] = 0.into();
        insta::assert_snapshot!(document(&value), @r#"
        apiVersion: "v1"
        "on": "yes"
        list:
          - a: 1
            b:
              c: "2012-10-17"
          - "x"
          - []
        empty: {}
        image: {{ .Values.image | quote }}
        resources: {{- toYaml .Values.resources | nindent 2 }}
        {{- if .Values.paused }}
        replicas: 0
        {{- end }}
        "#);
    }
}
