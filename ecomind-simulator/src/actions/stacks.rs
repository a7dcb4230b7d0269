//! Stacks are shown.

use serde_json::{Value, json};

use crate::{
    failure::Result,
    state::{Stack, StackStatus, Target},
};

use super::{context::Context, ids::time, page::page};

/// `DescribeStacks`.
pub(super) fn describe(context: &mut Context<'_>) -> Result<Value> {
    if context.input.text("StackName").is_some() {
        let stack = context.look()?;
        return Ok(json!({ "Stacks": [shown(stack)] }));
    }
    context.engine.look_at_all();
    let place = &context.place;
    let stacks = context.engine.world.stacks.values().rev();
    let here = stacks.filter(|it| it.place == *place && !it.is_deleted());
    let all: Vec<Value> = here.map(shown).collect();
    let (stacks, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "Stacks": stacks, "NextToken": next }))
}

/// `ListStacks`, deleted ones included.
pub(super) fn list(context: &mut Context<'_>) -> Result<Value> {
    context.engine.look_at_all();
    let filter = context.input.texts("StackStatusFilter");
    let place = &context.place;
    let is_wanted = |it: &&Stack| {
        it.place == *place
            && (filter.is_empty() || filter.iter().any(|name| name == it.status.name()))
    };
    let stacks = context.engine.world.stacks.values().rev().filter(is_wanted);
    let all: Vec<Value> = stacks.map(summary).collect();
    let (summaries, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "StackSummaries": summaries, "NextToken": next }))
}

fn shown(stack: &Stack) -> Value {
    let target = &stack.target;
    let output = |it: &crate::state::Output| {
        json!({
            "OutputKey": it.key,
            "OutputValue": it.value,
            "Description": it.description,
            "ExportName": it.export,
        })
    };
    let is_new = stack.status == StackStatus::ReviewInProgress;
    json!({
        "StackId": stack.id,
        "StackName": stack.name,
        "ChangeSetId": stack.change_set,
        "Description": target.description(),
        "Parameters": parameters(target),
        "CreationTime": stack.created.iso(),
        "DeletionTime": time(stack.deleted),
        "LastUpdatedTime": time(stack.updated),
        "RollbackConfiguration": rollback_configuration(target),
        "StackStatus": stack.status.name(),
        "StackStatusReason": stack.status_reason,
        "DisableRollback": stack.disable_rollback,
        "NotificationARNs": target.notification_arns,
        "TimeoutInMinutes": stack.timeout_in_minutes,
        "Capabilities": target.capabilities,
        "Outputs": (!is_new).then(|| stack.outputs.iter().map(output).collect::<Vec<_>>()),
        "RoleARN": target.role_arn,
        "Tags": tags(target),
        "EnableTerminationProtection": stack.termination_protection,
        "ParentId": stack.parent,
        "DriftInformation": drift_information(stack),
        "LastOperations": operations(stack),
    })
}

fn summary(stack: &Stack) -> Value {
    json!({
        "StackId": stack.id,
        "StackName": stack.name,
        "TemplateDescription": stack.target.description(),
        "CreationTime": stack.created.iso(),
        "LastUpdatedTime": time(stack.updated),
        "DeletionTime": time(stack.deleted),
        "StackStatus": stack.status.name(),
        "StackStatusReason": stack.status_reason,
        "ParentId": stack.parent,
        "DriftInformation": drift_information(stack),
        "LastOperations": operations(stack),
    })
}

pub(super) fn parameters(target: &Target) -> Vec<Value> {
    let parameter = |(key, it): (&String, &crate::state::Parameter)| {
        json!({
            "ParameterKey": key,
            "ParameterValue": it.shown(),
            "ResolvedValue": it.resolved.as_ref().filter(|_| !it.no_echo),
        })
    };
    target.parameters.iter().map(parameter).collect()
}

pub(super) fn tags(target: &Target) -> Vec<Value> {
    let tags = target.tags.iter();
    tags.map(|(key, value)| json!({ "Key": key, "Value": value }))
        .collect()
}

/// The configuration, or an empty one.
pub(super) fn rollback_configuration(target: &Target) -> Value {
    match &target.rollback_configuration {
        Value::Null => json!({}),
        given => given.clone(),
    }
}

fn drift_information(stack: &Stack) -> Value {
    let status = match stack.drift {
        None => "NOT_CHECKED",
        Some((_, true)) => "DRIFTED",
        Some((_, false)) => "IN_SYNC",
    };
    json!({ "StackDriftStatus": status, "LastCheckTimestamp": time(stack.drift.map(|it| it.0)) })
}

/// The last operation of each kind that the console would show: the newest first.
fn operations(stack: &Stack) -> Vec<Value> {
    let last = stack.operations.iter().rev().take(1);
    last.map(|(kind, id)| json!({ "OperationType": kind.name(), "OperationId": id }))
        .collect()
}
