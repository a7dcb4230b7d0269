//! `ExecuteChangeSet`.

use serde_json::{Value, json};

use crate::{
    engine::{Request, Start},
    failure::{Failure, Result},
    state::{ChangeSet, ChangeSetKind, ChangeSetStatus, ExecutionStatus, OnFailure, StackStatus},
};

use super::{
    change_sets,
    context::{Context, busy},
};

pub(super) fn execute_change_set(context: &mut Context<'_>) -> Result<Value> {
    let (id, name) = change_sets::find(context)?;
    let stack = context.stack(&id)?;
    let change_set = stack
        .change_sets
        .get(&name)
        .ok_or_else(|| Failure::no_change_set(&name))?;
    let token = context.token();
    if change_set.execution == ExecutionStatus::InProgress
        && token.is_some()
        && stack.operation.as_ref().is_some_and(|op| op.token == token)
    {
        return Ok(json!({}));
    }
    refuse(change_set)?;
    let starts_anew = stack.status == StackStatus::ReviewInProgress;
    if stack.operation.is_some() || !starts_anew && !stack.status.can_be_updated() {
        return Err(busy(stack));
    }
    let change_set = change_set.clone();
    let request = request(context, &change_set);
    let start = match change_set.kind {
        ChangeSetKind::Create => Start::Create(change_set.target.clone()),
        ChangeSetKind::Update => Start::Update(change_set.target.clone()),
        ChangeSetKind::Import => Start::Import(change_set.target.clone()),
    };
    let stack = context.stack_mut(&id)?;
    stack.disable_rollback = request.on_failure == OnFailure::Nothing;
    // The others were made for a stack that this one changes.
    stack.change_sets.retain(|found, _| *found == name);
    if let Some(executed) = stack.change_sets.get_mut(&name) {
        executed.execution = ExecutionStatus::InProgress;
    }
    context.engine.begin(&id, &start, request);
    Ok(json!({}))
}

fn refuse(change_set: &ChangeSet) -> Result<()> {
    let invalid = |what: &str, status: &str| {
        Err(Failure::new(
            "InvalidChangeSetStatus",
            format!(
                "ChangeSet [{}] cannot be executed in its current {what} of [{status}]",
                change_set.id
            ),
        ))
    };
    if change_set.status == ChangeSetStatus::Failed || 0 < change_set.polls_left {
        return invalid("status", change_set.status_name());
    }
    if change_set.execution != ExecutionStatus::Available {
        return invalid("execution status", change_set.execution_name());
    }
    Ok(())
}

fn request(context: &Context<'_>, change_set: &ChangeSet) -> Request {
    let input = &context.input;
    let config = &change_set.deployment_config;
    let is_express = config["Mode"] == "EXPRESS";
    // Express mode doesn't roll back unless it is asked to.
    let express_off = is_express && config["DisableRollback"] != "false";
    let on_failure = match change_set.on_stack_failure.as_deref() {
        Some("DO_NOTHING") => OnFailure::Nothing,
        Some("DELETE") => OnFailure::Delete,
        _ if input.flag("DisableRollback") || express_off => OnFailure::Nothing,
        _ => OnFailure::RollBack,
    };
    Request {
        token: context.token(),
        change_set: Some(change_set.id.clone()),
        on_failure,
        retain_except_on_create: input.flag("RetainExceptOnCreate"),
        imports: change_set.imports.clone(),
        revert_drift: change_set.deployment_mode.as_deref() == Some("REVERT_DRIFT"),
        ..Request::default()
    }
}
