//! What ECS works as when it asks functions.

use crate::{
    Result,
    aws::iam::{PolicyStatement, Principal, Role},
    cfn::ids::iam::RoleArn,
    tree::Scope,
    value::{self, IntoValue as _, Value},
};

use super::LifecycleHook;

/// Adds a role that may invoke the functions of `hooks`, if they have any.
pub(super) fn add(
    hooks: &[LifecycleHook],
    scope: &mut Scope<'_>,
) -> Result<Option<Value<RoleArn>>> {
    let mut arns: Vec<Value<String>> = Vec::new();
    for arn in hooks.iter().filter_map(LifecycleHook::function_arn) {
        let arn: Value<String> = arn.clone().cast();
        if !arns.iter().any(|known| known.expr() == arn.expr()) {
            // A version or an alias of it, too.
            let versions = value::concat([arn.clone(), ":*".into_value()]);
            arns.extend([arn, versions]);
        }
    }
    if arns.is_empty() {
        return Ok(None);
    }
    let invoke = PolicyStatement::allow()
        .actions(["lambda:InvokeFunction"])
        .resources(arns);
    let role = Role::builder("HookRole", Principal::service("ecs.amazonaws.com"))
        .description("asks functions in the middle of a deployment")
        .statement(invoke)
        .build(scope)?;
    Ok(Some(role.arn()))
}
