//! `RollbackStack` and `ContinueUpdateRollback`.

use serde_json::{Value, json};

use crate::{
    engine::{Request, Start},
    failure::{Failure, Result},
    state::{Stack, StackStatus},
};

use super::context::Context;

pub(super) fn rollback_stack(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let stack = context.stack(&id)?;
    if !matches!(stack.status, StackStatus::CreateFailed | StackStatus::UpdateFailed) {
        return Err(Failure::validation(format!(
            "Stack: {} is in {} status and cannot be rolled back.",
            stack.id, stack.status
        )));
    }
    let request = Request {
        token: context.token(),
        retain_except_on_create: context.input.flag("RetainExceptOnCreate"),
        ..Request::default()
    };
    let operation = context.engine.begin(&id, &Start::RollBack, request);
    Ok(json!({ "StackId": id, "OperationId": operation }))
}

pub(super) fn continue_update_rollback(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let stack = context.stack(&id)?;
    if stack.status != StackStatus::UpdateRollbackFailed {
        return Err(Failure::validation(format!(
            "Stack:{} is in {} state and can not continue rolling back.",
            stack.id, stack.status
        )));
    }
    let skip = context.input.texts("ResourcesToSkip");
    check_skipped(stack, &skip)?;
    let request = Request { token: context.token(), skip, ..Request::default() };
    context.engine.begin(&id, &Start::ContinueRollBack, request);
    Ok(json!({}))
}

/// Only what failed may be skipped.
fn check_skipped(stack: &Stack, skip: &[String]) -> Result<()> {
    let has_failed = |id: &String| {
        stack
            .resources
            .get(id)
            .is_some_and(|it| it.status.1 == crate::state::State::Failed)
    };
    match skip.iter().find(|id| !has_failed(id)) {
        Some(id) => Err(Failure::validation(format!(
            "The resource [{id}] can not be skipped: only resources in UPDATE_FAILED state can"
        ))),
        None => Ok(()),
    }
}
