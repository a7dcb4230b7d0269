//! Drift: where resources differ from what the stack deployed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    clock::Moment,
    failure::{Failure, Result},
    plain::plain,
    resource::changed_paths,
    state::{Detection, Stack, StackResource, World},
};

use super::{context::Context, page::page, resources};

/// `DetectStackDrift`, which is over at once.
pub(super) fn detect_stack(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let only = context.input.texts("LogicalResourceIds");
    let time = context.engine.world.tick();
    let stack = context.stack(&id)?;
    if stack.operation.is_some() {
        return Err(Failure::validation(format!(
            "Drift detection cannot be performed on stack [{}] while it is in {} state",
            stack.id, stack.status
        )));
    }
    let names = stack
        .resources
        .keys()
        .filter(|it| only.is_empty() || only.contains(it));
    let found: BTreeMap<String, &'static str> = names
        .map(|name| (name.clone(), status(context.engine.world, stack, &stack.resources[name])))
        .collect();
    let drifted = found.values().filter(|it| **it != "IN_SYNC").count();
    let stack = context.stack_mut(&id)?;
    for (name, status) in found {
        if let Some(resource) = stack.resources.get_mut(&name) {
            resource.drift = Some((time, status.to_owned()));
        }
    }
    stack.drift = Some((time, 0 < drifted));
    let detection = context.engine.world.id("detection");
    let value = Detection { stack: id, time, drifted };
    context
        .engine
        .world
        .detections
        .insert(detection.clone(), value);
    Ok(json!({ "StackDriftDetectionId": detection }))
}

/// `DescribeStackDriftDetectionStatus`.
pub(super) fn detection_status(context: &mut Context<'_>) -> Result<Value> {
    let id = context.input.required("StackDriftDetectionId")?;
    let detection = context
        .engine
        .world
        .detections
        .get(id)
        .ok_or_else(|| Failure::validation(format!("Drift detection {id} does not exist")))?;
    Ok(json!({
        "StackId": detection.stack,
        "StackDriftDetectionId": id,
        "StackDriftStatus": if detection.drifted == 0 { "IN_SYNC" } else { "DRIFTED" },
        "DetectionStatus": "DETECTION_COMPLETE",
        "DriftedStackResourceCount": detection.drifted,
        "Timestamp": detection.time.iso(),
    }))
}

/// `DetectStackResourceDrift`.
pub(super) fn detect_resource(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let name = context.input.required("LogicalResourceId")?.to_owned();
    let time = context.engine.world.tick();
    let stack = context.stack(&id)?;
    let resource = stack
        .resources
        .get(&name)
        .ok_or_else(|| resources::missing(&name, stack))?;
    let found = status(context.engine.world, stack, resource);
    let drift = shown(context.engine.world, stack, &name, resource, found, time);
    if let Some(resource) = context.stack_mut(&id)?.resources.get_mut(&name) {
        resource.drift = Some((time, found.to_owned()));
    }
    Ok(json!({ "StackResourceDrift": drift }))
}

/// `DescribeStackResourceDrifts`: what the last detection found.
pub(super) fn resource_drifts(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let filters = context.input.texts("StackResourceDriftStatusFilters");
    let stack = context.stack(&id)?;
    let drifts = stack.resources.iter().filter_map(|(name, resource)| {
        let (time, status) = resource.drift.as_ref()?;
        let is_wanted = filters.is_empty() || filters.contains(status);
        is_wanted.then(|| shown(context.engine.world, stack, name, resource, status, *time))
    });
    let all: Vec<Value> = drifts.collect();
    let (drifts, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "StackResourceDrifts": drifts, "NextToken": next }))
}

fn actual<'a>(world: &'a World, stack: &Stack, resource: &StackResource) -> Option<&'a Value> {
    let thing = world.thing(&stack.place, &resource.type_name, &resource.physical_id)?;
    Some(&thing.properties)
}

fn status(world: &World, stack: &Stack, resource: &StackResource) -> &'static str {
    match actual(world, stack, resource) {
        None => "DELETED",
        Some(actual) if changed_paths(&resource.properties, actual).is_empty() => "IN_SYNC",
        Some(_) => "MODIFIED",
    }
}

fn shown(
    world: &World,
    stack: &Stack,
    name: &str,
    resource: &StackResource,
    status: &str,
    time: Moment,
) -> Value {
    let expected = &resource.properties;
    let actual = actual(world, stack, resource);
    let differences = actual
        .map(|actual| differences(expected, actual))
        .unwrap_or_default();
    json!({
        "StackId": stack.id,
        "LogicalResourceId": name,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.type_name,
        "ExpectedProperties": expected.to_string(),
        "ActualProperties": actual.map(Value::to_string),
        "PropertyDifferences": differences,
        "StackResourceDriftStatus": status,
        "Timestamp": time.iso(),
    })
}

fn differences(expected: &Value, actual: &Value) -> Vec<Value> {
    let difference = |path: &Vec<String>| {
        let pointer = format!("/{}", path.join("/"));
        let (before, now) = (expected.pointer(&pointer), actual.pointer(&pointer));
        let kind = match (before, now) {
            (None, _) => "ADD",
            (_, None) => "REMOVE",
            _ => "NOT_EQUAL",
        };
        json!({
            "PropertyPath": pointer,
            "ExpectedValue": before.map_or_else(|| "null".to_owned(), plain),
            "ActualValue": now.map_or_else(|| "null".to_owned(), plain),
            "DifferenceType": kind,
        })
    };
    changed_paths(expected, actual)
        .iter()
        .map(difference)
        .collect()
}
