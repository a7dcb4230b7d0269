//! Resources of stacks are shown.

use serde_json::{Value, json};

use crate::{
    failure::{Failure, Result},
    state::{Stack, StackResource},
};

use super::{context::Context, page::page};

/// `DescribeStackResources`, by stack or by physical id.
pub(super) fn describe_all(context: &mut Context<'_>) -> Result<Value> {
    let wanted = context.input.text("LogicalResourceId").map(str::to_owned);
    let id = match context.input.text("PhysicalResourceId") {
        Some(physical) => owner(context, physical)?,
        None => context.stack_id()?,
    };
    context.engine.look(&id);
    let stack = context.stack(&id)?;
    let resources = stack.resources.iter();
    let resources = resources.filter(|(name, _)| wanted.as_ref().is_none_or(|it| it == *name));
    let all: Vec<Value> = resources
        .map(|(name, it)| {
            let mut shown = common(name, it, "Timestamp");
            shown["StackName"] = stack.name.as_str().into();
            shown["StackId"] = stack.id.as_str().into();
            shown
        })
        .collect();
    Ok(json!({ "StackResources": all }))
}

/// `DescribeStackResource`.
pub(super) fn describe_one(context: &mut Context<'_>) -> Result<Value> {
    let name = context.input.required("LogicalResourceId")?.to_owned();
    let stack = context.look()?;
    let resource = stack
        .resources
        .get(&name)
        .ok_or_else(|| missing(&name, stack))?;
    let mut shown = common(&name, resource, "LastUpdatedTimestamp");
    shown["StackName"] = stack.name.as_str().into();
    shown["StackId"] = stack.id.as_str().into();
    if !resource.metadata.is_null() {
        shown["Metadata"] = resource.metadata.to_string().into();
    }
    Ok(json!({ "StackResourceDetail": shown }))
}

/// `ListStackResources`.
pub(super) fn list(context: &mut Context<'_>) -> Result<Value> {
    let stack = context.look()?;
    let resources = stack.resources.iter();
    let all: Vec<Value> = resources
        .map(|(name, it)| common(name, it, "LastUpdatedTimestamp"))
        .collect();
    let (summaries, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "StackResourceSummaries": summaries, "NextToken": next }))
}

pub(super) fn missing(name: &str, stack: &Stack) -> Failure {
    Failure::validation(format!("Resource {name} does not exist for stack {}", stack.name))
}

fn common(name: &str, resource: &StackResource, time: &str) -> Value {
    let drift = resource.drift.as_ref();
    json!({
        "LogicalResourceId": name,
        "PhysicalResourceId": (!resource.physical_id.is_empty()).then_some(&resource.physical_id),
        "ResourceType": resource.type_name,
        time: resource.changed.iso(),
        "ResourceStatus": resource.status.to_string(),
        "ResourceStatusReason": resource.status_reason,
        "DriftInformation": {
            "StackResourceDriftStatus": drift.map_or("NOT_CHECKED", |it| it.1.as_str()),
            "LastCheckTimestamp": drift.map(|it| it.0.iso()),
        },
    })
}

fn owner(context: &Context<'_>, physical_id: &str) -> Result<String> {
    let place = &context.place;
    let holds = |it: &&Stack| {
        it.place == *place
            && it
                .resources
                .values()
                .any(|it| it.physical_id == physical_id)
    };
    let found = context.engine.world.stacks.values().find(holds);
    found
        .map(|it| it.id.clone())
        .ok_or_else(|| Failure::validation(format!("Stack for {physical_id} does not exist")))
}
