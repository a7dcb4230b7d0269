//! Names that stacks export to others, and those that they import.

use ecomind_constructs::validation;
use serde_json::Value;

use crate::cloudformation::Export;

use super::{
    online::{EXPORT_NAME, MISSING_EXPORT, error},
    target::Target,
};

/// Whether a template exports or imports anything.
pub(super) fn are_in(template: &Value) -> bool {
    let mut names = Vec::new();
    imports(template, "", &mut names);
    let outputs = template["Outputs"].as_object();
    !names.is_empty() || outputs.is_some_and(|it| it.values().any(|it| it.get("Export").is_some()))
}

/// What is wrong with the names in the template of `target`, where `known` is what is exported in
/// its account and region. Names that are known only at deployment are not judged.
pub(super) fn check(
    target: &Target<'_>,
    known: &[Export],
    targets: &[Target<'_>],
) -> Vec<validation::Finding> {
    let template = &target.desired.template;
    let mut findings = Vec::new();
    for (id, name) in exported(target) {
        let mut others = known.iter().filter(|export| export.name == name);
        if let Some(other) = others.find(|export| export.stack != target.name()) {
            let message = format!(
                "must be a name that no other stack exports: `{}` exports `{name}`",
                other.stack
            );
            findings.push(error(EXPORT_NAME, &format!("Outputs/{id}/Export/Name"), message));
        }
    }
    let mut wanted = Vec::new();
    imports(template, "", &mut wanted);
    for (at, name) in wanted {
        let is_same_place = |other: &&Target<'_>| other.desired.place() == target.desired.place();
        let is_ours = targets
            .iter()
            .filter(is_same_place)
            .any(|other| exported(other).any(|(_, export)| export == name));
        if !is_ours && known.iter().all(|export| export.name != name) {
            findings.push(error(
                MISSING_EXPORT,
                &at,
                format!("imports `{name}`, which nobody exports"),
            ));
        }
    }
    findings
}

/// The outputs of a stack that are exported under a name that is known.
fn exported<'a>(target: &'a Target<'_>) -> impl Iterator<Item = (&'a str, String)> {
    let outputs = target.desired.template["Outputs"].as_object();
    outputs.into_iter().flatten().filter_map(|(id, output)| {
        let name = match &output["Export"]["Name"] {
            Value::String(name) => name.clone(),
            sub => sub
                .get("Fn::Sub")?
                .as_str()?
                .replace("${AWS::StackName}", target.name()),
        };
        (!name.contains("${")).then_some((id.as_str(), name))
    })
}

/// Every import of a name that is known, and where it is.
fn imports(value: &Value, at: &str, found: &mut Vec<(String, String)>) {
    let below = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                match value {
                    Value::String(export) if name == "Fn::ImportValue" => {
                        found.push((at.to_owned(), export.clone()));
                    }
                    value => imports(value, &below(name), found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                imports(item, &below(&index.to_string()), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn imports_are_found_with_their_places() {
        let template = json!({"Resources": {"Jobs": {"Properties": {
            "Tags": [{"Value": {"Fn::ImportValue": "team"}}],
            "Name": {"Fn::ImportValue": {"Ref": "Later"}},
        }}}});
        let mut found = Vec::new();
        imports(&template, "", &mut found);
        let place = "Resources/Jobs/Properties/Tags/0/Value".to_owned();
        assert_eq!(found, [(place, "team".to_owned())]);
        assert!(are_in(&template) && !are_in(&json!({"Outputs": {"A": {"Value": 1}}})));
    }
}
