//! Early validation: what would fail for certain.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    evaluate::Scope,
    failure::{Failure, Result},
    resource::{Depth, Maker, conflict, findings as mistakes, make},
    state::{Finding, Stack, Target, World},
};

/// What validation finds in the resources that are added or changed.
pub(crate) fn findings(
    world: &World,
    stack: &Stack,
    target: &Target,
    changes: &[Value],
) -> Result<Vec<Finding>> {
    let scope = Scope::new(world, stack, target).map_err(Failure::validation)?;
    let scope = scope.planning(BTreeSet::new());
    let mut found = Vec::new();
    for change in changes {
        let change = &change["ResourceChange"];
        let text = |name: &str| change[name].as_str().unwrap_or_default();
        let (action, name, type_name) =
            (text("Action"), text("LogicalResourceId"), text("ResourceType"));
        if action == "Remove" {
            found.extend(full_bucket(world, change));
            continue;
        }
        let properties = target.resource(name).and_then(|it| it.get("Properties"));
        let properties = properties.map(|it| scope.value(it)).transpose();
        let properties = properties
            .map_err(Failure::validation)?
            .flatten()
            .unwrap_or_default();
        for (path, reason) in mistakes(type_name, &properties, Depth::Names) {
            found.push(Finding {
                logical_id: name.to_owned(),
                name: "PROPERTY_VALIDATION".to_owned(),
                mode: "FAIL".to_owned(),
                reason,
                path: format!("/Resources/{name}/Properties{path}"),
            });
        }
        if action == "Add" {
            let maker = Maker {
                place: &stack.place,
                stack_name: &stack.name,
                logical_id: name,
                type_name,
                properties: &properties,
                serial: world.serial,
            };
            found.extend(taken(world, &maker));
        }
    }
    Ok(found)
}

fn taken(world: &World, maker: &Maker<'_>) -> Option<Finding> {
    let made = make(maker);
    let other = conflict(world, maker, &made)?;
    Some(Finding {
        logical_id: maker.logical_id.to_owned(),
        name: "NAME_CONFLICT_VALIDATION".to_owned(),
        mode: "FAIL".to_owned(),
        reason: format!(
            "Resource of type '{}' with identifier '{}' already exists.",
            maker.type_name, other.physical_id
        ),
        path: format!("/Resources/{}", maker.logical_id),
    })
}

fn full_bucket(world: &World, change: &Value) -> Option<Finding> {
    let name = change["LogicalResourceId"].as_str()?;
    let bucket = change["PhysicalResourceId"].as_str()?;
    let is_bucket = change["ResourceType"] == "AWS::S3::Bucket";
    let is_deleted = change["PolicyAction"] == "Delete";
    let is_full = world.objects.get(bucket).is_some_and(|it| !it.is_empty());
    (is_bucket && is_deleted && is_full).then(|| Finding {
        logical_id: name.to_owned(),
        name: "BUCKET_EMPTINESS_VALIDATION".to_owned(),
        mode: "WARN".to_owned(),
        reason: format!(
            "The bucket '{bucket}' is not empty. You must either delete all objects and versions or use \
             the deletion policy to retain it, otherwise the delete operation will fail."
        ),
        path: format!("/Resources/{name}"),
    })
}
