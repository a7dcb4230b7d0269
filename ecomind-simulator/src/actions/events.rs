//! Events, newest first.

use serde_json::{Value, json};

use crate::{
    failure::{Failure, Result},
    state::{Event, Stack},
};

use super::{change_sets, context::Context, page::page};

/// `DescribeStackEvents`, which doesn't show what validation found.
pub(super) fn describe_stack_events(context: &mut Context<'_>) -> Result<Value> {
    let stack = context.look()?;
    let events = stack.events.iter().rev().filter(|it| it.finding.is_none());
    let shown = |it: &Event| {
        json!({
            "StackId": stack.id,
            "EventId": it.id,
            "StackName": stack.name,
            "OperationId": it.operation.as_ref().map(|it| &it.1),
            "LogicalResourceId": it.logical_id,
            "PhysicalResourceId": it.physical_id,
            "ResourceType": it.type_name,
            "Timestamp": it.time.iso(),
            "ResourceStatus": it.status,
            "ResourceStatusReason": it.reason,
            "ResourceProperties": it.properties,
            "ClientRequestToken": it.token,
        })
    };
    let all: Vec<Value> = events.map(shown).collect();
    let (events, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "StackEvents": events, "NextToken": next }))
}

/// `DescribeEvents`, by stack, change set or operation.
pub(super) fn describe_events(context: &mut Context<'_>) -> Result<Value> {
    let input = &context.input;
    let change_set = input.text("ChangeSetName").map(str::to_owned);
    let operation = input.text("OperationId").map(str::to_owned);
    let only_failed = input
        .value("Filters")
        .is_some_and(|it| it["FailedEvents"] == "true");
    let (id, change_set) = if change_set.is_some() {
        let (id, name) = change_sets::find(context)?;
        let found = context
            .stack(&id)?
            .change_sets
            .get(&name)
            .map(|it| it.id.clone());
        (id, found)
    } else if context.input.text("StackName").is_some() {
        (context.stack_id()?, None)
    } else if let Some(operation) = &operation {
        (of_operation(context, operation)?, None)
    } else {
        return Err(Failure::validation(
            "One of ChangeSetName, OperationId or StackName must be specified",
        ));
    };
    context.engine.look(&id);
    let stack = context.stack(&id)?;
    let is_wanted = |it: &&Event| {
        let found = it.operation.as_ref().map(|it| &it.1);
        operation
            .as_ref()
            .is_none_or(|wanted| found == Some(wanted))
            && change_set
                .as_ref()
                .is_none_or(|wanted| it.change_set.as_ref() == Some(wanted))
            && (!only_failed || it.finding.is_some() || it.status.ends_with("_FAILED"))
    };
    let events = stack.events.iter().rev().filter(is_wanted);
    let all: Vec<Value> = events.map(|it| operation_event(stack, it)).collect();
    let (events, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "OperationEvents": events, "NextToken": next }))
}

fn operation_event(stack: &Stack, event: &Event) -> Value {
    let is_stack = event.physical_id == stack.id;
    let has_failed = event.status.ends_with("_FAILED") || event.status.contains("ROLLBACK");
    let kind = match &event.finding {
        Some(_) => "VALIDATION_ERROR",
        None if is_stack => "STACK_EVENT",
        None if has_failed => "PROVISIONING_ERROR",
        None => "PROGRESS_EVENT",
    };
    let status = match event.status.as_str() {
        _ if !is_stack => None,
        it if it.ends_with("IN_PROGRESS") => Some("IN_PROGRESS"),
        _ if has_failed => Some("FAILED"),
        _ => Some("SUCCEEDED"),
    };
    let finding = event.finding.as_ref();
    json!({
        "EventId": event.id,
        "StackId": stack.id,
        "OperationId": event.operation.as_ref().map(|it| &it.1),
        "OperationType": event.operation.as_ref().map(|it| it.0.name()),
        "OperationStatus": status,
        "EventType": kind,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": event.physical_id,
        "ResourceType": event.type_name,
        "Timestamp": event.time.iso(),
        "StartTime": event.time.iso(),
        "EndTime": event.time.iso(),
        "ResourceStatus": (!event.status.is_empty()).then_some(&event.status),
        "ResourceStatusReason": event.reason,
        "ResourceProperties": event.properties,
        "ClientRequestToken": event.token,
        "DetailedStatus": finding.filter(|it| it.mode == "FAIL").map(|_| "VALIDATION_FAILED"),
        "ValidationFailureMode": finding.map(|it| &it.mode),
        "ValidationName": finding.map(|it| &it.name),
        "ValidationStatus": finding.map(|_| "FAILED"),
        "ValidationStatusReason": finding.map(|it| &it.reason),
        "ValidationPath": finding.map(|it| &it.path),
    })
}

fn of_operation(context: &Context<'_>, operation: &str) -> Result<String> {
    let has = |stack: &&Stack| {
        let mut operations = stack.events.iter().filter_map(|it| it.operation.as_ref());
        operations.any(|it| it.1 == operation)
    };
    let found = context.engine.world.stacks.values().find(has);
    found
        .map(|it| it.id.clone())
        .ok_or_else(|| Failure::validation(format!("Operation {operation} does not exist")))
}
