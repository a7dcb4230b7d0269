//! Policies that several roles have.

use crate::{
    Result,
    cfn::{iam as cfn, ids::iam::ManagedPolicyArn},
    tree::{Ref, Resource as _, Scope},
    value::{self, IdType as _, IntoValue, Value},
};

use super::{
    PolicyDocument, PolicyStatement,
    existing_role::{is_arn_of, is_path},
};

/// What several roles may do, or may do at most as their boundary.
///
/// It has no name of its own choosing. Statements about the same resources under the same
/// conditions are merged.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let metrics = ManagedPolicy::builder("Metrics")
///     .statement(
///         PolicyStatement::allow()
///             .actions(["cloudwatch:PutMetricData"])
///             .all_resources("metrics have no ARN"),
///     )
///     .build(stack)?;
/// let role = Role::builder("Worker", Principal::service("ecs-tasks.amazonaws.com"))
///     .managed_policy(&metrics)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::IAM::ManagedPolicy`](cfn::ManagedPolicy)
#[derive(Debug, Clone, Copy)]
pub struct ManagedPolicy {
    source: Source,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Resource(Ref<cfn::ManagedPolicy>),
    /// The name that AWS gave to a policy of its own, with its path.
    Aws(&'static str),
    /// The ARN.
    Existing(&'static str),
}

/// Builds a [`ManagedPolicy`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ManagedPolicyBuilder {
    id: String,
    path: Option<String>,
    description: Option<String>,
    statements: Vec<PolicyStatement>,
}

/// Builds a [`ManagedPolicy`] that exists outside of the app; see [`ManagedPolicy::aws`] and
/// [`ManagedPolicy::from_arn`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ExistingManagedPolicyBuilder {
    id: String,
    source: Source,
}

/// In characters.
const LIMIT: usize = 6_144;

/// These allow everything, or to allow oneself everything.
const TOO_MUCH: [&str; 3] = ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess"];

impl ManagedPolicy {
    /// Starts a policy.
    pub fn builder(id: impl Into<String>) -> ManagedPolicyBuilder {
        ManagedPolicyBuilder {
            id: id.into(),
            path: None,
            description: None,
            statements: Vec::new(),
        }
    }

    /// Starts from a policy of AWS, such as `AmazonSSMManagedInstanceCore` or
    /// `service-role/AmazonAPIGatewayPushToCloudWatchLogs`.
    ///
    /// AWS changes these, and they allow more than one service needs: statements of your own are
    /// better.
    pub fn aws(id: impl Into<String>, name: &'static str) -> ExistingManagedPolicyBuilder {
        ExistingManagedPolicyBuilder { id: id.into(), source: Source::Aws(name) }
    }

    /// Starts from a policy that exists outside of the app, such as
    /// `arn:aws:iam::111122223333:policy/boundary`.
    pub fn from_arn(id: impl Into<String>, arn: &'static str) -> ExistingManagedPolicyBuilder {
        ExistingManagedPolicyBuilder { id: id.into(), source: Source::Existing(arn) }
    }

    /// The ARN of the policy.
    #[must_use]
    pub fn arn(self) -> Value<ManagedPolicyArn> {
        match self.source {
            Source::Resource(resource) => resource.reference(),
            Source::Aws(name) => {
                let policy = format!(":iam::aws:policy/{name}");
                value::concat(["arn:".into_value(), value::partition(), policy.into_value()]).cast()
            }
            Source::Existing(arn) => ManagedPolicyArn::literal(arn),
        }
    }

    /// The resource itself, to set what this construct has no method for; none of a policy that
    /// exists outside of the app.
    #[must_use]
    pub fn resource(self) -> Option<Ref<cfn::ManagedPolicy>> {
        match self.source {
            Source::Resource(resource) => Some(resource),
            Source::Aws(_) | Source::Existing(_) => None,
        }
    }
}

impl ManagedPolicyBuilder {
    /// What stands before the name in the ARN, such as `/delivery/`: policies can be about all that
    /// is below it. Changing it replaces the policy. Default: `/`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// What the policy is for, at most 1,000 characters; changing it replaces the policy.
    /// Default: nothing.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Something that it allows or denies. Adds to those before; one at least.
    pub fn statement(mut self, statement: PolicyStatement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Adds the policy to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ManagedPolicy> {
        let mut scope = scope.child(&self.id)?;
        let document = PolicyDocument::new(self.statements);
        if document.is_empty() {
            return Err(scope.invalid("statement", "must be given at least once"));
        }
        if let Some(reason) = document.flaw_for_identities(LIMIT) {
            return Err(scope.invalid("statement", reason));
        }
        if let Some(path) = self.path.as_ref().filter(|path| !is_path(path)) {
            let reason = format!("must look like `/delivery/`, got {path:?}");
            return Err(scope.invalid("path", reason));
        }
        let reasons = document.reasons();
        let mut policy = cfn::ManagedPolicy::new(document.merged());
        if let Some(description) = self.description {
            policy = policy.description(description);
        }
        if let Some(path) = self.path {
            policy = policy.path(path);
        }
        let resource = policy.add("Resource", &mut scope)?;
        if !reasons.is_empty() {
            scope
                .options(resource)?
                .metadata("WildcardReasons", reasons);
        }
        Ok(ManagedPolicy { source: Source::Resource(resource) })
    }
}

impl ExistingManagedPolicyBuilder {
    /// Adds the policy's name to `scope`, and no resource.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ManagedPolicy> {
        let scope = scope.child(&self.id)?;
        match self.source {
            Source::Aws(name) if name.is_empty() || name.contains(':') => {
                let reason = format!("must look like `AmazonSSMManagedInstanceCore`, got {name:?}");
                Err(scope.invalid("name", reason))
            }
            Source::Aws(name) if TOO_MUCH.contains(&name) => {
                let reason = format!("must be a policy for one task, got {name:?}");
                Err(scope.invalid("name", reason))
            }
            Source::Existing(arn) if !is_arn_of(arn, "policy/") => {
                let reason =
                    format!("must look like `arn:aws:iam::111122223333:policy/name`, got {arn:?}");
                Err(scope.invalid("arn", reason))
            }
            source => Ok(ManagedPolicy { source }),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::iam::ManagedPolicyBuilder, prelude::*, testing};

    fn describe() -> PolicyStatement {
        PolicyStatement::allow()
            .actions(["ec2:DescribeSubnets"])
            .all_resources("Describe calls take no resource")
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            ManagedPolicy::builder("Shared")
                .statement(describe())
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let shared = ManagedPolicy::builder("Shared")
                .description("what every worker may do")
                .path("/shared/")
                .statement(describe())
                .statement(describe().actions(["ec2:DescribeVpcs"]))
                .statement(
                    PolicyStatement::deny()
                        .sid("NoDeletion")
                        .actions(["s3:DeleteBucket"])
                        .resources(["arn:aws:s3:::*"]),
                )
                .build(stack)?;
            Role::builder("Worker", Principal::service("ecs-tasks.amazonaws.com"))
                .managed_policy(&shared)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_policies_that_iam_refuses() {
        let refusal = |statements: Vec<PolicyStatement>| {
            let policy = statements
                .into_iter()
                .fold(ManagedPolicy::builder("Shared"), ManagedPolicyBuilder::statement);
            testing::reject(|stack| policy.build(stack)).to_string()
        };
        insta::assert_snapshot!(refusal(Vec::new()), @"`statement` of `Test/Shared` must be given at least once");
        let of = |resource: String| {
            PolicyStatement::allow()
                .actions(["s3:GetObject"])
                .resources([resource])
        };
        insta::assert_snapshot!(refusal(vec![of("k".repeat(6_200))]), @"`statement` of `Test/Shared` must keep policies within 6,144 characters, got at least 6,295");
        let named = |key: &str| of(format!("arn:aws:s3:::b/{key}")).sid("Read");
        insta::assert_snapshot!(refusal(vec![named("a"), named("b")]), @r#"`statement` of `Test/Shared` must have different sids in its statements, got "Read" twice"#);
    }

    #[test]
    fn rejects_policies_that_are_too_wide_or_no_policies() {
        let aws = |name| {
            testing::reject(|stack| ManagedPolicy::aws("Policy", name).build(stack)).to_string()
        };
        insta::assert_snapshot!(aws("AdministratorAccess"), @r#"`name` of `Test/Policy` must be a policy for one task, got "AdministratorAccess""#);
        insta::assert_snapshot!(aws("arn:aws:iam::aws:policy/ReadOnlyAccess"), @r#"`name` of `Test/Policy` must look like `AmazonSSMManagedInstanceCore`, got "arn:aws:iam::aws:policy/ReadOnlyAccess""#);
        let error =
            testing::reject(|stack| ManagedPolicy::from_arn("Policy", "boundary").build(stack));
        insta::assert_snapshot!(error, @r#"`arn` of `Test/Policy` must look like `arn:aws:iam::111122223333:policy/name`, got "boundary""#);
    }
}
