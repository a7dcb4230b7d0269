//! What ECS works as when it shifts traffic.

use crate::{
    Result,
    aws::iam::{ManagedPolicy, Principal, Role},
    cfn::ids::iam::RoleArn,
    tree::Scope,
    value::Value,
};

/// Adds a role by which ECS changes weights of listener rules, and moves targets.
///
/// Its policy is that of AWS, and not our own: what ECS needs has changed five times in the first
/// half year, and a deployment that lacks a permission gets stuck halfway.
pub(super) fn add(scope: &mut Scope<'_>) -> Result<Value<RoleArn>> {
    let mut scope = scope.child("InfrastructureRole")?;
    let policy = ManagedPolicy::aws("Policy", "AmazonECSInfrastructureRolePolicyForLoadBalancers")
        .build(&mut scope)?;
    let role = Role::builder("Role", Principal::service("ecs.amazonaws.com"))
        .description("shifts traffic between the versions of a service")
        .managed_policy(&policy)
        .build(&mut scope)?;
    Ok(role.arn())
}
