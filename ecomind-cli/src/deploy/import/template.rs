//! The template of an import: what is deployed, and what joins it. CloudFormation takes nothing else.

use ecomind_constructs::schema;
use serde_json::{Map, Value, json};

use crate::{
    cloudformation::ResourceImport,
    deploy::names::{Names, bring, bring_references},
};

/// What is deployed with the resources that join it, as the app has them.
///
/// A resource to import must say what becomes of it when it leaves the stack: one that doesn't is
/// retained until the next deployment, in case that the import has to be undone. A property that
/// refers to what the stack doesn't have yet is left to the next deployment.
pub(in crate::deploy) fn import_template(
    deployed: &Value,
    desired: &Value,
    imports: &[ResourceImport],
) -> Result<Value, String> {
    let mut template = if deployed.is_object() { deployed.clone() } else { json!({}) };
    for section in ["AWSTemplateFormatVersion", "Transform"] {
        if template.get(section).is_none()
            && let Some(value) = desired.get(section)
        {
            template[section] = value.clone();
        }
    }
    if !template["Resources"].is_object() {
        template["Resources"] = Value::Object(Map::new());
    }
    for import in imports {
        let id = &import.logical_id;
        let resource = &desired["Resources"][id];
        let is_there = |name: &String| {
            deployed["Resources"].get(name).is_some()
                || desired["Parameters"].get(name).is_some()
                || imports.iter().any(|other| other.logical_id == *name)
        };
        let resource = without_what_is_missing(id, resource, &is_there)?;
        for name in &Names::of(&resource).elements {
            if desired["Parameters"].get(name).is_some() {
                bring(&mut template, desired, "Parameters", name);
            }
        }
        template["Resources"][id] = resource;
    }
    // Conditions and mappings name no resources.
    for import in imports {
        let resource = template["Resources"][&import.logical_id].clone();
        bring_references(&mut template, &without_resources(desired), &resource);
    }
    Ok(template)
}

fn without_resources(template: &Value) -> Value {
    let mut template = template.clone();
    template["Resources"] = Value::Object(Map::new());
    template
}

fn without_what_is_missing(
    id: &str,
    resource: &Value,
    is_there: &dyn Fn(&String) -> bool,
) -> Result<Value, String> {
    let mut kept = resource.clone();
    let resource_type = resource["Type"].as_str().unwrap_or_default();
    let missing = |value: &Value| {
        Names::of(value)
            .elements
            .into_iter()
            .find(|it| !is_there(it))
    };
    for (name, value) in resource["Properties"].as_object().into_iter().flatten() {
        let Some(missing) = missing(value) else { continue };
        if is_required(resource_type, name) {
            return Err(format!(
                "`{id}` can't be imported yet: its `{name}` refers to `{missing}`, which the stack \
                 doesn't have"
            ));
        }
        kept["Properties"]
            .as_object_mut()
            .and_then(|it| it.remove(name));
    }
    if let Some(map) = kept.as_object_mut() {
        map.remove("DependsOn");
        map.entry("DeletionPolicy")
            .or_insert_with(|| "Retain".into());
    }
    Ok(kept)
}

fn is_required(resource_type: &str, property: &str) -> bool {
    schema::resource_type(resource_type).is_some_and(|it| {
        it.object()
            .properties()
            .any(|it| it.name() == property && it.is_required())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(id: &str) -> ResourceImport {
        ResourceImport { logical_id: id.to_owned(), ..ResourceImport::default() }
    }

    #[test]
    fn only_what_is_imported_joins_what_is_deployed() {
        let deployed = json!({"Resources": {"Old": {"Type": "AWS::SQS::Queue"}}, "Outputs": {}});
        let desired = json!({
            "Parameters": {"Delay": {"Type": "Number"}},
            "Resources": {
                "Old": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 5}},
                "New": {"Type": "AWS::SQS::Queue"},
                "Found": {"Type": "AWS::SQS::Queue", "DependsOn": "New", "Properties": {
                    "DelaySeconds": {"Ref": "Delay"},
                    "KmsMasterKeyId": {"Ref": "New"},
                    "QueueName": {"Fn::Sub": "${Old}-found"},
                }},
            },
        });
        let template = import_template(&deployed, &desired, &[import("Found")]).unwrap();
        assert_eq!(
            template,
            json!({
                "Parameters": {"Delay": {"Type": "Number"}},
                "Resources": {
                    "Old": {"Type": "AWS::SQS::Queue"},
                    "Found": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain", "Properties": {
                        "DelaySeconds": {"Ref": "Delay"},
                        "QueueName": {"Fn::Sub": "${Old}-found"},
                    }},
                },
                "Outputs": {},
            })
        );
    }

    #[test]
    fn rejects_what_can_not_be_without_something_new() {
        let desired = json!({"Resources": {
            "Key": {"Type": "AWS::KMS::Key"},
            "Alias": {"Type": "AWS::KMS::Alias", "Properties": {
                "AliasName": "alias/a", "TargetKeyId": {"Ref": "Key"},
            }},
        }});
        let refused = import_template(&Value::Null, &desired, &[import("Alias")]).unwrap_err();
        assert!(refused.contains("its `TargetKeyId` refers to `Key`"), "{refused}");
        let both = import_template(&Value::Null, &desired, &[import("Alias"), import("Key")]);
        assert_eq!(both.unwrap()["Resources"]["Key"]["DeletionPolicy"], "Retain");
    }
}
