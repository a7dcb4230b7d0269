//! `CreateStack` and `UpdateStack`, without a change set.

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::{
    engine::{Request, Start},
    failure::{Failure, Result},
    plan,
    state::{OnFailure, StackStatus},
};

use super::{
    context::{Context, busy},
    ids, settings, submission,
};

pub(super) fn create_stack(context: &mut Context<'_>) -> Result<Value> {
    let name = context.input.required("StackName")?.to_owned();
    if let Some(stack) = context.engine.world.find(&context.place, &name) {
        let same = context.token().is_some()
            && stack
                .operation
                .as_ref()
                .is_some_and(|op| op.token == context.token());
        if same {
            return Ok(json!({ "StackId": stack.id }));
        }
        let reason = format!("Stack [{name}] already exists");
        return Err(Failure::new("AlreadyExistsException", reason));
    }
    let count = context.engine.world.living(&context.place).count();
    if context.quotas.stacks <= count {
        let reason = format!("Limit for stack has been exceeded: {count}");
        return Err(Failure::new("LimitExceededException", reason));
    }
    let id = ids::new_stack(context.engine.world, &context.place, &name)?;
    let checked = context
        .stack(&id)
        .and_then(|stack| submission::target(context, stack, &stack.target, true));
    let target = match checked {
        Ok(target) => target,
        Err(failure) => {
            context.engine.world.stacks.shift_remove(&id);
            return Err(failure);
        }
    };
    let on_failure = match context.input.text("OnFailure") {
        Some("DO_NOTHING") => OnFailure::Nothing,
        Some("DELETE") => OnFailure::Delete,
        _ if context.input.flag("DisableRollback") => OnFailure::Nothing,
        _ => OnFailure::RollBack,
    };
    let policy = settings::policy(context, "StackPolicy")?;
    let protected = context.input.flag("EnableTerminationProtection");
    let timeout = context.input.text("TimeoutInMinutes").map(str::to_owned);
    let request = Request {
        token: context.token(),
        on_failure,
        retain_except_on_create: context.input.flag("RetainExceptOnCreate"),
        ..Request::default()
    };
    let stack = context.stack_mut(&id)?;
    stack.status = StackStatus::CreateInProgress;
    stack.policy = policy;
    stack.termination_protection = protected;
    stack.timeout_in_minutes = timeout;
    stack.disable_rollback = on_failure == OnFailure::Nothing;
    let operation = context.engine.begin(&id, &Start::Create(target), request);
    Ok(json!({ "StackId": id, "OperationId": operation }))
}

pub(super) fn update_stack(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let stack = context.stack(&id)?;
    if stack.operation.is_some() || !stack.status.can_be_updated() {
        return Err(busy(stack));
    }
    let target = submission::target(context, stack, &stack.target, true)?;
    let imports = IndexMap::new();
    // What can't be planned fails when it is carried out.
    let changes = plan::changes(context.engine.world, stack, &target, &imports, false);
    let is_empty = changes.is_ok_and(|it| it.is_empty());
    let same_outputs = stack.target.section("Outputs") == target.section("Outputs");
    let is_stable = !matches!(stack.status, StackStatus::CreateFailed | StackStatus::UpdateFailed);
    if is_empty && same_outputs && stack.target.tags == target.tags && is_stable {
        return Err(Failure::validation("No updates are to be performed."));
    }
    let on_failure = if context.input.flag("DisableRollback") {
        OnFailure::Nothing
    } else {
        OnFailure::RollBack
    };
    let request = Request {
        token: context.token(),
        on_failure,
        retain_except_on_create: context.input.flag("RetainExceptOnCreate"),
        ..Request::default()
    };
    if let Some(policy) = settings::policy(context, "StackPolicy")? {
        context.stack_mut(&id)?.policy = Some(policy);
    }
    context.stack_mut(&id)?.disable_rollback = on_failure == OnFailure::Nothing;
    let operation = context.engine.begin(&id, &Start::Update(target), request);
    Ok(json!({ "StackId": id, "OperationId": operation }))
}
