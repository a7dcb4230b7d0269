//! Whether a change replaces a resource.

use ecomind_constructs::schema::{Replacement, resource_type};
use serde_json::Value;

/// What a change does to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// It is updated in place.
    Never,
    /// It depends on what the service does with these values.
    Conditionally,
    /// It is made anew.
    Always,
}

impl Verdict {
    /// As a detail of a change says it.
    pub(crate) fn recreation(self) -> &'static str {
        match self {
            Self::Never => "Never",
            Self::Conditionally => "Conditionally",
            Self::Always => "Always",
        }
    }

    /// As a change says it.
    pub(crate) fn replacement(self) -> &'static str {
        match self {
            Self::Never => "False",
            Self::Conditionally => "Conditional",
            Self::Always => "True",
        }
    }
}

/// The paths at which two values differ, as deep as both have the same shape.
pub(crate) fn changed_paths(old: &Value, new: &Value) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    compare(old, new, &mut Vec::new(), &mut paths);
    paths
}

/// What a change at `path` does to a resource of this type.
pub(crate) fn verdict(type_name: &str, path: &[String]) -> Verdict {
    let Some(schema) = resource_type(type_name) else { return Verdict::Never };
    let touches = |pattern: &str| {
        let pattern = pattern.split('/');
        pattern
            .zip(path)
            .all(|(wanted, part)| wanted == "*" || wanted == part)
    };
    if schema.create_only().any(touches) {
        return Verdict::Always;
    }
    if schema.conditional_create_only().any(touches) {
        return Verdict::Conditionally;
    }
    let Some(first) = path.first() else { return Verdict::Never };
    let is_nested = |pattern: &str| pattern.starts_with(&format!("{first}/"));
    let has_nested =
        schema.create_only().any(is_nested) || schema.conditional_create_only().any(is_nested);
    let property = schema.object().property(first).filter(|_| !has_nested);
    match property.map(ecomind_constructs::schema::PropertySchema::replacement) {
        Some(Replacement::Always) => Verdict::Always,
        Some(Replacement::Maybe) => Verdict::Conditionally,
        Some(Replacement::Never) | None => Verdict::Never,
    }
}

fn compare(old: &Value, new: &Value, path: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(added) {
                path.push(key.clone());
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => compare(old, new, path, paths),
                    _ => paths.push(path.clone()),
                }
                path.pop();
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                path.push(index.to_string());
                compare(old, new, path, paths);
                path.pop();
            }
        }
        _ if same(old, new) => {}
        _ => paths.push(path.clone()),
    }
}

/// CloudFormation sees no difference between `10` and `"10"`.
fn same(old: &Value, new: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    old == new || text(old).is_some() && text(old) == text(new)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict_at(type_name: &str, path: &str) -> Verdict {
        verdict(type_name, &path.split('/').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn schemas_say_what_is_replaced() {
        assert_eq!(verdict_at("AWS::SQS::Queue", "QueueName"), Verdict::Always);
        assert_eq!(verdict_at("AWS::SQS::Queue", "DelaySeconds"), Verdict::Never);
        assert_eq!(verdict_at("AWS::RDS::DBInstance", "AvailabilityZone"), Verdict::Conditionally);
        assert_eq!(
            verdict_at("AWS::MSK::Cluster", "BrokerNodeGroupInfo/ClientSubnets"),
            Verdict::Always
        );
        assert_eq!(
            verdict_at("AWS::MSK::Cluster", "BrokerNodeGroupInfo/InstanceType"),
            Verdict::Never
        );
        assert_eq!(verdict_at("Custom::Thing", "Name"), Verdict::Never);
    }

    #[test]
    fn differences_are_found_where_they_are() {
        let old = json!({"A": {"B": 1, "C": "10"}, "D": [1, 2], "E": [1]});
        let new = json!({"A": {"B": 2, "C": 10}, "D": [1, 3], "E": [1, 2], "F": true});
        let paths = changed_paths(&old, &new);
        let paths: Vec<String> = paths.iter().map(|path| path.join("/")).collect();
        assert_eq!(paths, ["A/B", "D/1", "E", "F"]);
    }
}
