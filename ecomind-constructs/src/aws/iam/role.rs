//! Roles.

use crate::{
    Result,
    cfn::{iam as cfn, ids::iam::RoleArn},
    tree::{Ref, Resource as _, Scope},
    value::{Duration, Value},
};

use super::{PolicyDocument, PolicyStatement, Principal};

/// What a service or a person works as.
///
/// It has no name of its own choosing, trusts only the principal that you name, and may do only
/// what its statements say.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let role = Role::builder("Reader", Principal::service("lambda.amazonaws.com"))
///     .statement(
///         PolicyStatement::allow()
///             .actions(["s3:GetObject"])
///             .resources(["arn:aws:s3:::reports/*"]),
///     )
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::IAM::Role`](cfn::Role)
#[derive(Debug, Clone, Copy)]
pub struct Role {
    resource: Ref<cfn::Role>,
}

/// Builds a [`Role`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct RoleBuilder {
    id: String,
    trust: PolicyStatement,
    description: Option<String>,
    max_session_duration: Duration,
    statements: Vec<PolicyStatement>,
}

impl Role {
    /// Starts a role that `principal` may assume.
    pub fn builder(id: impl Into<String>, principal: Principal) -> RoleBuilder {
        RoleBuilder {
            id: id.into(),
            trust: PolicyStatement::allow()
                .principal(principal)
                .actions(["sts:AssumeRole"]),
            description: None,
            max_session_duration: Duration::hours(1),
            statements: Vec::new(),
        }
    }

    /// The ARN of the role.
    pub fn arn(self) -> Value<RoleArn> {
        self.resource.arn()
    }

    /// The resource itself, to set what this construct has no method for.
    pub fn resource(self) -> Ref<cfn::Role> {
        self.resource
    }
}

impl RoleBuilder {
    /// What the role is for, at most 1,000 characters. Default: nothing.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Replaces the sentence that says who may assume it, such as for a condition. Default: the
    /// principal, without a condition.
    pub fn trust(mut self, statement: PolicyStatement) -> Self {
        self.trust = statement;
        self
    }

    /// How long a session lasts at most, 1 to 12 hours. Default: 1 hour.
    pub fn max_session_duration(mut self, duration: Duration) -> Self {
        self.max_session_duration = duration;
        self
    }

    /// Something that it may do. Adds to those before; default: nothing.
    pub fn statement(mut self, statement: PolicyStatement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Adds the role to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Role> {
        let mut scope = scope.child(&self.id)?;
        let session = self.max_session_duration;
        if session < Duration::hours(1) || Duration::hours(12) < session {
            let reason = format!("must be 1 to 12 hours, got {session}");
            return Err(scope.invalid("max_session_duration", reason));
        }
        let trust = PolicyDocument::new([self.trust]);
        let policy = PolicyDocument::new(self.statements);
        for (setter, document) in [("trust", &trust), ("statement", &policy)] {
            if let Some(reason) = document.flaw() {
                return Err(scope.invalid(setter, reason));
            }
        }

        let mut role = cfn::Role::new(trust);
        if let Some(description) = self.description {
            role = role.description(description);
        }
        if session != Duration::hours(1) {
            role = role.max_session_duration(i64::try_from(session.as_seconds()).unwrap_or(0));
        }
        let reasons = policy.reasons();
        if !policy.is_empty() {
            // Part of the role itself, so that nothing can use it before it may do its work.
            role = role.policies([cfn::RolePolicyProperty::new(policy, "Default")]);
        }
        let resource = role.add("Resource", &mut scope)?;
        if !reasons.is_empty() {
            scope
                .options(resource)?
                .metadata("WildcardReasons", reasons);
        }
        Ok(Role { resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    fn role() -> super::RoleBuilder {
        Role::builder("Reader", Principal::service("lambda.amazonaws.com"))
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(testing::synth(|stack| role().build(stack)).yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            role()
                .description("reads what others write")
                .max_session_duration(Duration::hours(4))
                .statement(
                    PolicyStatement::allow()
                        .sid("Read")
                        .actions(["s3:GetObject", "s3:ListBucket"])
                        .resources(["arn:aws:s3:::reports"])
                        .condition("StringEquals", "aws:RequestedRegion", "us-east-1"),
                )
                .statement(
                    PolicyStatement::allow()
                        .actions(["ec2:DescribeSubnets"])
                        .all_resources("Describe calls take no resource"),
                )
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_wildcards_without_a_reason() {
        let refusal = |statement: PolicyStatement| {
            testing::reject(|stack| role().statement(statement).build(stack)).to_string()
        };
        let everything = PolicyStatement::allow()
            .actions(["s3:GetObject"])
            .resources(["*"]);
        insta::assert_snapshot!(refusal(everything), @"`statement` of `Test/Reader` must say why it allows all resources: use `all_resources`");
        let any = PolicyStatement::allow()
            .actions(["s3:*"])
            .resources(["arn:aws:s3:::b"]);
        insta::assert_snapshot!(refusal(any), @r#"`statement` of `Test/Reader` must say why it allows "s3:*": use `all_actions_of`"#);
        insta::assert_snapshot!(refusal(PolicyStatement::allow()), @"`statement` of `Test/Reader` must have a statement's actions, got none");
    }

    #[test]
    fn rejects_a_trust_of_everybody() {
        let error =
            testing::reject(|stack| Role::builder("Open", Principal::anyone()).build(stack));
        insta::assert_snapshot!(error, @"`trust` of `Test/Open` must not allow everybody without a condition");
    }

    #[test]
    fn rejects_sessions_that_are_too_long() {
        let error = testing::reject(|stack| {
            role()
                .max_session_duration(Duration::hours(13))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`max_session_duration` of `Test/Reader` must be 1 to 12 hours, got 13 hours");
    }
}
