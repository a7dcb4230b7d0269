//! What CloudFormation wants to be told on purpose.

use serde_json::Value;

/// Types with a name of their own that makes the difference between two capabilities. A policy's
/// name is not among them: it is required, and unique only within its role.
const NAMED: &[(&str, &str)] = &[
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
];

const IAM: &str = "CAPABILITY_IAM";
const NAMED_IAM: &str = "CAPABILITY_NAMED_IAM";
const AUTO_EXPAND: &str = "CAPABILITY_AUTO_EXPAND";

/// The capabilities that a template needs, and no more.
pub(crate) fn capabilities(template: &Value) -> Vec<&'static str> {
    let mut found = Vec::new();
    let resources = template["Resources"].as_object();
    let resources = || resources.into_iter().flat_map(|it| it.values());
    let is_of = |resource: &Value, wanted: &str| resource["Type"].as_str() == Some(wanted);
    let has_iam = resources().any(|it| {
        it["Type"]
            .as_str()
            .is_some_and(|name| name.starts_with("AWS::IAM::"))
    });
    let is_named = resources().any(|it| {
        NAMED.iter().any(|(resource_type, name)| {
            is_of(it, resource_type) && it["Properties"].get(name).is_some()
        })
    });
    // What a nested stack or a macro brings along is not to be seen here.
    let is_nested = resources().any(|it| is_of(it, "AWS::CloudFormation::Stack"));
    let makes_roles = transforms(template)
        .iter()
        .any(|name| name.contains("Serverless") || name.contains("SecretsManager"));
    let has_macro = template.get("Transform").is_some() || contains_key(template, "Fn::Transform");
    if is_named || is_nested {
        found.push(NAMED_IAM);
    } else if has_iam || makes_roles {
        found.push(IAM);
    }
    if has_macro || is_nested {
        found.push(AUTO_EXPAND);
    }
    found
}

fn transforms(template: &Value) -> Vec<&str> {
    match &template["Transform"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn contains_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(map) => map.contains_key(key) || map.values().any(|it| contains_key(it, key)),
        Value::Array(items) => items.iter().any(|it| contains_key(it, key)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(resource: &Value) -> Vec<&'static str> {
        capabilities(&json!({"Resources": {"It": resource}}))
    }

    #[test]
    fn a_queue_needs_none() {
        assert_eq!(of(&json!({"Type": "AWS::SQS::Queue"})), [""; 0]);
    }

    #[test]
    fn a_name_makes_the_difference() {
        assert_eq!(of(&json!({"Type": "AWS::IAM::Role", "Properties": {}})), [IAM]);
        let named = json!({"Type": "AWS::IAM::Role", "Properties": {"RoleName": "a"}});
        assert_eq!(of(&named), [NAMED_IAM]);
        let policy = json!({"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "a"}});
        assert_eq!(of(&policy), [IAM]);
    }

    #[test]
    fn macros_expand() {
        let rotation = json!({"Transform": "AWS::SecretsManager-2020-07-23", "Resources": {}});
        assert_eq!(capabilities(&rotation), [IAM, AUTO_EXPAND]);
        let include = json!({"Type": "A::B::C", "Properties": {"X": {"Fn::Transform": {}}}});
        assert_eq!(of(&include), [AUTO_EXPAND]);
    }
}
