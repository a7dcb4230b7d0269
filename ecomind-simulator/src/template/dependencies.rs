//! Which resource needs which.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::references::{Reference, references};

/// The logical ids that a resource of `resources` needs: those it refers to, and its `DependsOn`.
pub(crate) fn dependencies(resources: &Map<String, Value>, logical_id: &str) -> Vec<String> {
    let Some(entry) = resources.get(logical_id).and_then(Value::as_object) else {
        return Vec::new();
    };
    let mut needed = BTreeSet::new();
    match entry.get("DependsOn") {
        Some(Value::String(id)) => {
            needed.insert(id.clone());
        }
        Some(Value::Array(ids)) => {
            needed.extend(ids.iter().filter_map(Value::as_str).map(str::to_owned));
        }
        _ => {}
    }
    for part in ["Properties", "Metadata", "UpdatePolicy", "CreationPolicy"] {
        for reference in entry.get(part).map(references).unwrap_or_default() {
            if let Reference::Name(id) | Reference::Attribute(id, _) = reference
                && resources.contains_key(&id)
            {
                needed.insert(id);
            }
        }
    }
    needed.into_iter().collect()
}

/// The condition under which a resource or output exists.
pub(crate) fn condition_of(entry: &Value) -> Option<&str> {
    entry.get("Condition")?.as_str()
}

/// The resources that need each other, in the order of the template.
pub(super) fn cycle(resources: &Map<String, Value>) -> Vec<String> {
    let mut left: Vec<&String> = resources.keys().collect();
    let needed_by = |id: &str| dependencies(resources, id);
    // What needs nothing that is left can't be part of a cycle, and neither can what nobody needs.
    loop {
        let before = left.len();
        let remaining = left.clone();
        left.retain(|id| {
            needed_by(id)
                .iter()
                .any(|needed| remaining.contains(&needed))
        });
        let remaining = left.clone();
        left.retain(|id| remaining.iter().any(|other| needed_by(other).contains(*id)));
        if left.len() == before {
            return left.into_iter().cloned().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn cycles_are_found_without_their_surroundings() {
        let resources = json!({
            "Before": {}, "After": {"DependsOn": "B"},
            "A": {"DependsOn": ["B", "Before"]},
            "B": {"Properties": {"Name": {"Fn::Sub": "x${C}"}}},
            "C": {"Properties": {"Arn": {"Fn::GetAtt": ["A", "Arn"]}}},
        });
        let resources = resources.as_object().unwrap();
        assert_eq!(cycle(resources), ["A", "B", "C"]);
        assert_eq!(dependencies(resources, "A"), ["B", "Before"]);
    }
}
