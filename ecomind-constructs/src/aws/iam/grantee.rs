//! Who can be given permissions.

use crate::{Result, tree::Scope};

use super::{PolicyStatement, Role};

/// Can be given permissions: a [`Role`], or what works as one, such as a service by its task role.
///
/// Most grants have a method on what they are for, such as `bucket.grant_read(&role, stack)`, and
/// include the key that it is encrypted with. All of them end up in one policy beside the role, in
/// the role's own stack: the stack with the role refers to the stack with the resource, never the
/// other way round, so that grants never make a cycle.
///
/// Statements about the same resources under the same conditions are merged. It is an error when
/// the policies of the role grow beyond what IAM takes.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let reports = Bucket::builder("Reports").build(stack)?;
/// let role = Role::builder("Writer", Principal::service("ecs-tasks.amazonaws.com")).build(stack)?;
/// reports.grant_write(&role, stack)?;
/// role.grant(
///     PolicyStatement::allow()
///         .actions(["cloudwatch:PutMetricData"])
///         .all_resources("metrics have no ARN")
///         .condition("StringEquals", "cloudwatch:namespace", "Reports"),
///     stack,
/// )?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::IAM::Policy`](crate::cfn::iam::Policy)
pub trait Grantee {
    /// The role that permissions are given to.
    fn role(&self) -> Role;

    /// Lets it do what a statement says.
    #[track_caller]
    fn grant(&self, statement: PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        self.role().add_to_policy(&statement, scope)
    }
}

impl<G: Grantee + ?Sized> Grantee for &G {
    fn role(&self) -> Role {
        (**self).role()
    }
}
