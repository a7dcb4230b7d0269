//! Change sets are shown, listed and deleted.

use serde_json::{Value, json};

use crate::{
    failure::{Failure, Result},
    state::{ChangeSet, ExecutionStatus, Stack},
};

use super::{context::Context, page::page, stacks};

/// `DescribeChangeSet`.
pub(super) fn describe(context: &mut Context<'_>) -> Result<Value> {
    let (id, name) = find(context)?;
    context.engine.look(&id);
    let with_values = context.input.flag("IncludePropertyValues");
    let token = context.input.text("NextToken").map(str::to_owned);
    let size = context.quotas.page;
    let stack = context.stack_mut(&id)?;
    let missing = || Failure::no_change_set(&name);
    let change_set = stack.change_sets.get_mut(&name).ok_or_else(missing)?;
    change_set.polls_left = change_set.polls_left.saturating_sub(1);
    let change_set = change_set.clone();
    let is_pending = 0 < change_set.polls_left;
    let shown = if is_pending { Vec::new() } else { change_set.changes.clone() };
    let (mut changes, next) = page(shown, token.as_deref(), size)?;
    if !with_values {
        changes.iter_mut().for_each(hide_values);
    }
    let target = &change_set.target;
    Ok(json!({
        "ChangeSetName": change_set.name,
        "ChangeSetId": change_set.id,
        "StackId": stack.id,
        "StackName": stack.name,
        "Description": change_set.description,
        "Parameters": stacks::parameters(target),
        "CreationTime": change_set.created.iso(),
        "ExecutionStatus": change_set.execution_name(),
        "Status": change_set.status_name(),
        "StatusReason": change_set.reason.as_ref().filter(|_| !is_pending),
        "StackDriftStatus": change_set.deployment_mode.as_ref().map(|_| drift(&change_set)),
        "NotificationARNs": target.notification_arns,
        "RollbackConfiguration": stacks::rollback_configuration(target),
        "Capabilities": target.capabilities,
        "Tags": stacks::tags(target),
        "Changes": changes,
        "NextToken": next,
        "IncludeNestedStacks": change_set.include_nested,
        "OnStackFailure": change_set.on_stack_failure,
        "ImportExistingResources": change_set.import_existing,
        "DeploymentMode": change_set.deployment_mode,
        "DeploymentConfig": change_set.deployment_config,
    }))
}

/// `ListChangeSets`: those that were not executed.
pub(super) fn list(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let stack = context.stack(&id)?;
    let is_open = |it: &&ChangeSet| {
        !matches!(it.execution, ExecutionStatus::Complete | ExecutionStatus::Failed)
    };
    let summary = |it: &ChangeSet| {
        json!({
            "StackId": stack.id,
            "StackName": stack.name,
            "ChangeSetId": it.id,
            "ChangeSetName": it.name,
            "ExecutionStatus": it.execution_name(),
            "Status": it.status_name(),
            "StatusReason": it.reason,
            "CreationTime": it.created.iso(),
            "Description": it.description,
            "IncludeNestedStacks": it.include_nested,
            "ImportExistingResources": it.import_existing,
        })
    };
    let all: Vec<Value> = stack
        .change_sets
        .values()
        .filter(is_open)
        .map(summary)
        .collect();
    let (summaries, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "Summaries": summaries, "NextToken": next }))
}

/// `DeleteChangeSet`, which says yes also when there is none.
pub(super) fn delete(context: &mut Context<'_>) -> Result<Value> {
    let (id, name) = match find(context) {
        Err(failure) if failure.code == "ChangeSetNotFound" => return Ok(json!({})),
        found => found?,
    };
    let stack = context.stack_mut(&id)?;
    if let Some(found) = stack.change_sets.get(&name)
        && found.execution == ExecutionStatus::InProgress
    {
        return Err(Failure::new(
            "InvalidChangeSetStatus",
            format!(
                "ChangeSet [{}] cannot be deleted in its current status of [{}]",
                found.id,
                found.execution_name()
            ),
        ));
    }
    stack.change_sets.shift_remove(&name);
    Ok(json!({}))
}

/// The stack's id and the name of the change set that a call names, by ARN or by name and stack.
pub(super) fn find(context: &Context<'_>) -> Result<(String, String)> {
    let name = context.input.required("ChangeSetName")?;
    let missing = || Failure::no_change_set(name);
    if name.starts_with("arn:") {
        let holds = |stack: &&Stack| stack.change_sets.values().any(|it| it.id == name);
        let stack = context
            .engine
            .world
            .stacks
            .values()
            .find(holds)
            .ok_or_else(missing)?;
        let found = stack
            .change_sets
            .values()
            .find(|it| it.id == name)
            .ok_or_else(missing)?;
        return Ok((stack.id.clone(), found.name.clone()));
    }
    if context.input.text("StackName").is_none() {
        return Err(Failure::validation(
            "StackName must be specified if ChangeSetName is not specified as an ARN.",
        ));
    }
    let stack_name = context.input.required("StackName")?;
    let stack = context.engine.world.find(&context.place, stack_name);
    let stack =
        stack.ok_or_else(|| Failure::validation(format!("Stack [{stack_name}] does not exist")))?;
    let found = stack.change_sets.get(name).ok_or_else(missing)?;
    Ok((stack.id.clone(), found.name.clone()))
}

fn hide_values(change: &mut Value) {
    let Some(Value::Object(change)) = change.get_mut("ResourceChange") else { return };
    change.shift_remove("BeforeContext");
    change.shift_remove("AfterContext");
    for detail in change
        .get_mut("Details")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(Value::Object(target)) = detail.get_mut("Target") {
            for name in ["Path", "BeforeValue", "AfterValue", "AttributeChangeType"] {
                target.shift_remove(name);
            }
        }
    }
}

fn drift(change_set: &ChangeSet) -> &'static str {
    let changes = change_set.changes.iter();
    let drifted = changes.filter_map(|it| it["ResourceChange"]["ResourceDriftStatus"].as_str());
    let is_drifted = drifted.into_iter().any(|it| it != "IN_SYNC");
    if is_drifted { "DRIFTED" } else { "IN_SYNC" }
}
