//! What CloudFormation refuses before it does anything.

use std::collections::BTreeSet;

use ecomind_constructs::schema;
use serde_json::{Map, Value};

use crate::{
    failure::{Failure, Result},
    state::section,
};

use super::{
    dependencies::cycle,
    read::format_error,
    references::{Reference, references},
};

/// How many there may be of what, in one template.
const LIMITS: [(&str, usize); 4] =
    [("Resources", 500), ("Parameters", 200), ("Mappings", 200), ("Outputs", 200)];

const RESOURCE_KEYS: [&str; 11] = [
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "Metadata",
    "CreationPolicy",
    "UpdatePolicy",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Version",
    "Description",
];

/// Checks a template whose transforms are applied.
pub(crate) fn check(template: &Value) -> Result<()> {
    counts(template)?;
    let resources = section(template, "Resources");
    entries(resources)?;
    names(template, resources)?;
    types(resources)?;
    let cycle = cycle(resources);
    if !cycle.is_empty() {
        let list = cycle.join(", ");
        return Err(Failure::validation(format!(
            "Circular dependency between resources: [{list}]"
        )));
    }
    Ok(())
}

fn counts(template: &Value) -> Result<()> {
    for (name, most) in LIMITS {
        let count = section(template, name).len();
        if most < count {
            let reason = format!(
                "Number of {}, {count}, is greater than maximum allowed, {most}",
                name.to_lowercase()
            );
            return Err(format_error(&reason));
        }
    }
    Ok(())
}

fn entries(resources: &Map<String, Value>) -> Result<()> {
    for (id, entry) in resources {
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(format_error(&format!("Resource name {id} is non alphanumeric.")));
        }
        let keys = entry.as_object().into_iter().flat_map(Map::keys);
        if let Some(key) = keys
            .into_iter()
            .find(|key| !RESOURCE_KEYS.contains(&key.as_str()))
        {
            return Err(Failure::validation(format!("Invalid template resource property '{key}'")));
        }
        let policies = [
            ("DeletionPolicy", &["Delete", "Retain", "Snapshot", "RetainExceptOnCreate"][..]),
            ("UpdateReplacePolicy", &["Delete", "Retain", "Snapshot"]),
        ];
        for (name, allowed) in policies {
            let given = entry.get(name).and_then(Value::as_str);
            if given.is_some_and(|given| !allowed.contains(&given)) {
                return Err(format_error(&format!(
                    "Unrecognized {name} {} for resource {id}",
                    given.unwrap_or_default()
                )));
            }
        }
    }
    Ok(())
}

/// Everything that is named has to be there.
fn names(template: &Value, resources: &Map<String, Value>) -> Result<()> {
    let parameters = section(template, "Parameters");
    let is_known = |id: &str| {
        resources.contains_key(id) || parameters.contains_key(id) || id.starts_with("AWS::")
    };
    for name in ["Resources", "Outputs"] {
        let mut unresolved = BTreeSet::new();
        for (_, entry) in section(template, name) {
            for reference in references(entry) {
                match reference {
                    Reference::Name(id) if !is_known(&id) => {
                        unresolved.insert(id);
                    }
                    Reference::Attribute(id, _) if !resources.contains_key(&id) => {
                        return Err(Failure::validation(format!(
                            "Template error: instance of Fn::GetAtt references undefined resource {id}"
                        )));
                    }
                    Reference::Condition(id) => condition(template, &id)?,
                    Reference::Mapping(id) if !section(template, "Mappings").contains_key(&id) => {
                        return Err(Failure::validation(format!(
                            "Template error: Mapping named '{id}' is not present in the 'Mappings' \
                             section of template."
                        )));
                    }
                    _ => {}
                }
            }
            let needed = entry.get("DependsOn");
            let one = needed.and_then(Value::as_str);
            let many = needed.and_then(Value::as_array).into_iter().flatten();
            let needed = one.into_iter().chain(many.filter_map(Value::as_str));
            unresolved.extend(
                needed
                    .filter(|id| !resources.contains_key(*id))
                    .map(str::to_owned),
            );
        }
        if !unresolved.is_empty() {
            let list = unresolved.into_iter().collect::<Vec<_>>().join(", ");
            let reason = format!(
                "Unresolved resource dependencies [{list}] in the {name} block of the template"
            );
            return Err(format_error(&reason));
        }
    }
    Ok(())
}

fn condition(template: &Value, id: &str) -> Result<()> {
    if section(template, "Conditions").contains_key(id) {
        return Ok(());
    }
    Err(format_error(&format!(
        "Unresolved condition dependency {id} in the Resources block of the template"
    )))
}

fn types(resources: &Map<String, Value>) -> Result<()> {
    let types = resources
        .values()
        .filter_map(|entry| entry.get("Type")?.as_str());
    let is_known = |name: &str| {
        let third_party = !name.starts_with("AWS::") && name.contains("::");
        third_party || schema::resource_type(name).is_some() || CORE.contains(&name)
    };
    let unknown: BTreeSet<&str> = types.filter(|name| !is_known(name)).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let list = unknown.into_iter().collect::<Vec<_>>().join(", ");
    Err(format_error(&format!("Unrecognized resource types: [{list}]")))
}

/// Types that CloudFormation knows although no schema describes them.
const CORE: [&str; 2] = ["AWS::CDK::Metadata", "AWS::CloudFormation::CustomResource"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rejection(resources: &Value) -> String {
        check(&json!({ "Resources": resources }))
            .unwrap_err()
            .message
    }

    #[test]
    fn rejects_what_is_not_there() {
        let queue = |properties: Value| {
            rejection(&json!({"Q": {"Type": "AWS::SQS::Queue", "Properties": properties}}))
        };
        let errors = [
            queue(json!({"QueueName": {"Ref": "Nothing"}})),
            queue(json!({"QueueName": {"Fn::GetAtt": ["Nothing", "Arn"]}})),
            queue(json!({"QueueName": {"Fn::If": ["Big", 1, 2]}})),
            queue(json!({"QueueName": {"Fn::FindInMap": ["Sizes", "a", "b"]}})),
            rejection(&json!({"Q": {"Type": "AWS::SQS::Queue", "DependsOn": "Nothing"}})),
            rejection(&json!({"Q": {"Type": "AWS::Made::Up"}})),
        ];
        insta::assert_snapshot!(errors.join("\n"), @"
        Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template
        Template error: instance of Fn::GetAtt references undefined resource Nothing
        Template format error: Unresolved condition dependency Big in the Resources block of the template
        Template error: Mapping named 'Sizes' is not present in the 'Mappings' section of template.
        Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template
        Template format error: Unrecognized resource types: [AWS::Made::Up]
        ");
    }

    #[test]
    fn rejects_a_cycle() {
        let message = rejection(&json!({
            "A": {"Type": "AWS::SQS::Queue", "DependsOn": "B"},
            "B": {"Type": "AWS::SQS::Queue", "DependsOn": "A"},
        }));
        assert_eq!(message, "Circular dependency between resources: [A, B]");
    }

    #[test]
    fn rejects_keys_and_policies_that_do_not_exist() {
        let with = |key: &str| {
            rejection(&json!({"A": {"Type": "AWS::SQS::Queue", key: "RetainExceptOnCreate"}}))
        };
        assert_eq!(with("Tpye"), "Invalid template resource property 'Tpye'");
        assert!(with("UpdateReplacePolicy").contains("Unrecognized UpdateReplacePolicy"));
    }

    #[test]
    fn rejects_resource_number_501() {
        let resources = |count: usize| -> Value {
            let all = (0..count).map(|it| (format!("Q{it}"), json!({"Type": "AWS::SQS::Queue"})));
            Value::Object(all.collect())
        };
        assert!(check(&json!({ "Resources": resources(500) })).is_ok());
        let message = rejection(&resources(501));
        assert_eq!(
            message,
            "Template format error: Number of resources, 501, is greater than maximum allowed, 500"
        );
    }
}
