//! What two templates say will happen, for a stack whose change set can't be made yet.

use std::collections::BTreeSet;

use ecomind_constructs::schema;
use serde_json::{Map, Value};

use crate::cloudformation::{ChangeDetail, ResourceChange};

/// What happens to each resource on the way from `old` to `new`. Without an old template, all are
/// new.
pub(super) fn forecast(old: Option<&Value>, new: &Value) -> Vec<ResourceChange> {
    let none = Map::new();
    let resources = |template: Option<&Value>| {
        let resources = template.and_then(|template| template["Resources"].as_object());
        resources.unwrap_or(&none).clone()
    };
    let (old, new) = (resources(old), resources(Some(new)));
    let mut changes = Vec::new();
    for (id, resource) in &new {
        match old.get(id) {
            None => changes.push(change("Add", id, resource)),
            Some(before) if before == resource => {}
            Some(before) => changes.push(modification(id, before, resource)),
        }
    }
    for (id, resource) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        let policy = resource["DeletionPolicy"].as_str().map(str::to_owned);
        changes.push(ResourceChange { policy, ..change("Remove", id, resource) });
    }
    changes
}

fn change(action: &str, id: &str, resource: &Value) -> ResourceChange {
    ResourceChange {
        action: action.to_owned(),
        logical_id: id.to_owned(),
        resource_type: resource["Type"].as_str().unwrap_or_default().to_owned(),
        ..ResourceChange::default()
    }
}

fn modification(id: &str, old: &Value, new: &Value) -> ResourceChange {
    let resource_type = new["Type"].as_str().unwrap_or_default();
    let create_only: BTreeSet<&str> = schema::resource_type(resource_type)
        .into_iter()
        .flat_map(schema::ResourceSchema::create_only)
        .filter_map(|path| path.split('/').next())
        .collect();
    let none = Map::new();
    let properties = |it: &'_ Value| it["Properties"].as_object().unwrap_or(&none).clone();
    let (before, after) = (properties(old), properties(new));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name));
    let details: Vec<_> = changed
        .map(|name| ChangeDetail {
            attribute: "Properties".to_owned(),
            name: Some(name.clone()),
            recreation: create_only
                .contains(name.as_str())
                .then(|| "Always".to_owned()),
            ..ChangeDetail::default()
        })
        .collect();
    let is_replaced =
        old["Type"] != new["Type"] || details.iter().any(|detail| detail.recreation.is_some());
    let replacement = Some(if is_replaced { "True" } else { "False" }.to_owned());
    let policy = is_replaced
        .then(|| old["UpdateReplacePolicy"].as_str().map(str::to_owned))
        .flatten();
    ResourceChange { replacement, policy, details, ..change("Modify", id, new) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn template(resources: &Value) -> Value {
        json!({"Resources": resources})
    }

    #[test]
    fn a_new_stack_adds_everything() {
        let new = template(&json!({"Queue": {"Type": "AWS::SQS::Queue"}}));
        assert_eq!(forecast(None, &new)[0].action, "Add");
        assert_eq!(forecast(Some(&new), &new), []);
    }

    #[test]
    fn a_create_only_property_replaces() {
        let queue = |name: &str, delay: u32| {
            let properties = json!({"QueueName": name, "DelaySeconds": delay});
            template(&json!({"Queue": {"Type": "AWS::SQS::Queue", "Properties": properties}}))
        };
        let renamed = forecast(Some(&queue("a", 1)), &queue("b", 1));
        assert_eq!(renamed[0].replacement.as_deref(), Some("True"));
        let slower = forecast(Some(&queue("a", 1)), &queue("a", 2));
        assert_eq!(slower[0].replacement.as_deref(), Some("False"));
        assert_eq!(slower[0].details.len(), 1);
    }

    #[test]
    fn what_is_retained_is_said() {
        let old = json!({"Bucket": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}});
        let changes = forecast(Some(&template(&old)), &template(&json!({})));
        assert_eq!(changes[0].action, "Remove");
        assert_eq!(changes[0].policy.as_deref(), Some("Retain"));
    }
}
