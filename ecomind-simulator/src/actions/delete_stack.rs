//! `DeleteStack`.

use serde_json::{Value, json};

use crate::{
    engine::{Request, Start, importers},
    failure::{Failure, Result},
    state::{OperationKind, Stack, StackStatus},
};

use super::context::Context;

pub(super) fn delete_stack(context: &mut Context<'_>) -> Result<Value> {
    let name = context.input.required("StackName")?.to_owned();
    // What is not there is deleted already.
    let Ok(id) = context.id_of(&name) else { return Ok(json!({})) };
    let stack = context.stack(&id)?;
    if stack.is_deleted() {
        return Ok(json!({}));
    }
    if stack
        .operation
        .as_ref()
        .is_some_and(|op| op.kind == OperationKind::Delete)
    {
        return Ok(json!({}));
    }
    refuse(context, stack)?;
    if let Some(reason) = in_use(context, stack) {
        // CloudFormation takes the call, tells of it in an event, and changes nothing.
        let status = stack.status;
        context.engine.note(&id, status, &reason);
        return Ok(json!({}));
    }
    let request = Request {
        token: context.token(),
        skip: context.input.texts("RetainResources"),
        force: context.input.text("DeletionMode") == Some("FORCE_DELETE_STACK"),
        ..Request::default()
    };
    context.engine.begin(&id, &Start::Delete, request);
    let is_empty = context.stack(&id)?.resources.is_empty();
    if is_empty {
        // A stack that was only reviewed has nothing that could take time.
        context.engine.run(&id);
    }
    Ok(json!({}))
}

fn refuse(context: &Context<'_>, stack: &Stack) -> Result<()> {
    if stack.termination_protection {
        return Err(Failure::validation(format!(
            "Stack [{}] cannot be deleted while TerminationProtection is enabled",
            stack.name
        )));
    }
    if stack.operation.is_some() && stack.status != StackStatus::CreateInProgress {
        return Err(Failure::validation(format!(
            "Stack [{}] cannot be deleted while in status {}",
            stack.name, stack.status
        )));
    }
    let has_failed = stack.status == StackStatus::DeleteFailed;
    if !context.input.texts("RetainResources").is_empty() && !has_failed {
        return Err(Failure::validation(format!(
            "Invalid operation on stack [{}]. Stack must be in DELETE_FAILED status to retain resources",
            stack.id
        )));
    }
    if context.input.text("DeletionMode") == Some("FORCE_DELETE_STACK") && !has_failed {
        return Err(Failure::validation(format!(
            "Invalid operation on stack [{}]. FORCE_DELETE_STACK is only valid for a stack in \
             DELETE_FAILED status",
            stack.id
        )));
    }
    for id in context.input.texts("RetainResources") {
        if !stack.resources.contains_key(&id) {
            return Err(Failure::validation(
                "The specified resources to retain must be in a valid state. Do not specify resources \
                 that are in the DELETE_COMPLETE state.",
            ));
        }
    }
    Ok(())
}

fn in_use(context: &Context<'_>, stack: &Stack) -> Option<String> {
    stack.exports().find_map(|(export, _)| {
        let users = importers(context.engine.world, stack, export);
        let user = users.first()?;
        Some(format!("Delete canceled. Cannot delete export {export} as it is in use by {user}."))
    })
}
