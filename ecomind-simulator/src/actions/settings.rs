//! Stack policies and termination protection.

use serde_json::{Value, json};

use crate::failure::{Failure, Result};

use super::{context::Context, submission};

/// `SetStackPolicy`.
pub(super) fn set_stack_policy(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let policy = policy(context, "StackPolicy")?;
    context.stack_mut(&id)?.policy = policy;
    Ok(json!({}))
}

/// `GetStackPolicy`.
pub(super) fn get_stack_policy(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    Ok(json!({ "StackPolicyBody": context.stack(&id)?.policy }))
}

/// `UpdateTerminationProtection`.
pub(super) fn update_termination_protection(context: &mut Context<'_>) -> Result<Value> {
    let id = context.stack_id()?;
    let is_on = context.input.flag("EnableTerminationProtection");
    context.stack_mut(&id)?.termination_protection = is_on;
    Ok(json!({ "StackId": id }))
}

/// The policy in `…Body` or at `…URL`, if there is one.
pub(super) fn policy(context: &Context<'_>, prefix: &str) -> Result<Option<String>> {
    let body = context
        .input
        .text(&format!("{prefix}Body"))
        .map(str::to_owned);
    let url = context.input.text(&format!("{prefix}URL"));
    let policy = match (body, url) {
        (Some(body), _) => body,
        (None, Some(url)) => submission::at_url(context, url)?,
        (None, None) => return Ok(None),
    };
    let parsed: Result<Value, _> = serde_json::from_str(&policy);
    let is_policy = parsed.is_ok_and(|it| it.get("Statement").is_some());
    if !is_policy || 16_384 < policy.len() {
        return Err(Failure::validation("Error validating stack policy: Invalid stack policy"));
    }
    Ok(Some(policy))
}
