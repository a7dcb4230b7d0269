//! Roles.

use crate::{
    Result,
    cfn::{
        iam as cfn,
        ids::iam::{RoleArn, RoleName},
    },
    name::NodeId,
    tree::{Ref, Resource as _, Scope},
    value::{Duration, IdType as _, IntoValue, Value},
};

use super::{
    ManagedPolicy, PolicyDocument, PolicyStatement, Principal,
    existing_role::{ExistingRoleBuilder, is_name, is_path, name_in},
    granted_policy::INLINE_LIMIT,
};

/// What a service or a person works as.
///
/// It has no name of its own choosing, trusts only the principal that you name, and may do only
/// what its statements say and what it is [granted](super::Grantee).
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
    node: NodeId,
    source: Source,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Source {
    Resource(Ref<cfn::Role>),
    /// The ARN.
    Existing(&'static str),
}

/// Builds a [`Role`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct RoleBuilder {
    id: String,
    name: Option<String>,
    path: Option<String>,
    trust: PolicyStatement,
    description: Option<String>,
    max_session_duration: Duration,
    statements: Vec<PolicyStatement>,
    managed_policies: Vec<ManagedPolicy>,
    permissions_boundary: Option<ManagedPolicy>,
}

/// How many managed policies IAM attaches to a role at most; from 11 on AWS has to be asked.
const MANAGED_POLICIES: usize = 20;

impl Role {
    /// Starts a role that `principal` may assume.
    pub fn builder(id: impl Into<String>, principal: Principal) -> RoleBuilder {
        RoleBuilder {
            id: id.into(),
            name: None,
            path: None,
            trust: PolicyStatement::allow()
                .principal(principal)
                .actions(["sts:AssumeRole"]),
            description: None,
            max_session_duration: Duration::hours(1),
            statements: Vec::new(),
            managed_policies: Vec::new(),
            permissions_boundary: None,
        }
    }

    /// Starts from a role that exists outside of the app, such as
    /// `arn:aws:iam::111122223333:role/deployer`.
    ///
    /// It can be granted permissions, which end up in a policy of the stack that this is built in;
    /// the role must be of that stack's account.
    pub fn from_arn(id: impl Into<String>, arn: &'static str) -> ExistingRoleBuilder {
        ExistingRoleBuilder::new(id.into(), arn)
    }

    pub(super) fn existing(node: NodeId, arn: &'static str) -> Self {
        Self { node, source: Source::Existing(arn) }
    }

    /// The ARN of the role.
    #[must_use]
    pub fn arn(self) -> Value<RoleArn> {
        match self.source {
            Source::Resource(resource) => resource.arn(),
            Source::Existing(arn) => RoleArn::literal(arn),
        }
    }

    /// The name of the role.
    #[must_use]
    pub fn name(self) -> Value<RoleName> {
        match self.source {
            Source::Resource(resource) => resource.reference(),
            Source::Existing(arn) => RoleName::literal(name_in(arn)),
        }
    }

    /// The role with all that it is granted, for what must not start before it may do its work.
    #[must_use]
    pub fn node(self) -> NodeId {
        self.node
    }

    /// The resource itself, to set what this construct has no method for; none of a role that
    /// exists outside of the app.
    #[must_use]
    pub fn resource(self) -> Option<Ref<cfn::Role>> {
        match self.source {
            Source::Resource(resource) => Some(resource),
            Source::Existing(_) => None,
        }
    }

    pub(super) fn source(self) -> Source {
        self.source
    }
}

impl IntoValue<RoleArn> for Role {
    fn into_value(self) -> Value<RoleArn> {
        self.arn()
    }
}

impl RoleBuilder {
    /// A name, for those who take the role without knowing the stack; changing it replaces the role.
    /// Default: one that CloudFormation makes.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What stands before the name in the ARN, such as `/delivery/`: policies can be about all that
    /// is below it. Changing it replaces the role. Default: `/`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

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

    /// A policy that several roles have. Adds to those before, at most 20; default: none.
    pub fn managed_policy(mut self, policy: &ManagedPolicy) -> Self {
        self.managed_policies.push(*policy);
        self
    }

    /// What it may do at most, whatever else its policies say. Default: no such bound.
    pub fn permissions_boundary(mut self, policy: &ManagedPolicy) -> Self {
        self.permissions_boundary = Some(*policy);
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
        let managed = self.managed_policies.len();
        if MANAGED_POLICIES < managed {
            let reason = format!("must be given at most {MANAGED_POLICIES} times, got {managed}");
            return Err(scope.invalid("managed_policy", reason));
        }
        if let Some(name) = self.name.as_ref().filter(|name| !is_name(name)) {
            let reason =
                format!("must be 1 to 64 letters, digits and any of `+=,.@-_`, got {name:?}");
            return Err(scope.invalid("name", reason));
        }
        if let Some(path) = self.path.as_ref().filter(|path| !is_path(path)) {
            let reason = format!("must look like `/delivery/`, got {path:?}");
            return Err(scope.invalid("path", reason));
        }
        let trust = PolicyDocument::new([self.trust]);
        let policy = PolicyDocument::new(self.statements);
        let flaws = [
            ("trust", trust.flaw_for_resources()),
            ("statement", policy.flaw_for_identities(INLINE_LIMIT)),
        ];
        for (setter, flaw) in flaws {
            if let Some(reason) = flaw {
                return Err(scope.invalid(setter, reason));
            }
        }

        let mut role = cfn::Role::new(trust);
        if let Some(name) = self.name {
            role = role.role_name(name);
        }
        if let Some(path) = self.path {
            role = role.path(path);
        }
        if let Some(description) = self.description {
            role = role.description(description);
        }
        if session != Duration::hours(1) {
            role = role.max_session_duration(i64::try_from(session.as_seconds()).unwrap_or(0));
        }
        if managed != 0 {
            let arns = self.managed_policies.iter().map(|policy| policy.arn());
            role = role.managed_policy_arns(arns.collect::<Vec<_>>());
        }
        if let Some(boundary) = self.permissions_boundary {
            role = role.permissions_boundary(boundary.arn());
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
        Ok(Role { node: scope.node(), source: Source::Resource(resource) })
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
            let shared =
                ManagedPolicy::aws("Shared", "AmazonSSMManagedInstanceCore").build(stack)?;
            let boundary = ManagedPolicy::from_arn(
                "Boundary",
                "arn:aws:iam::111122223333:policy/team-boundary",
            )
            .build(stack)?;
            role()
                .description("reads what others write")
                .managed_policy(&shared)
                .permissions_boundary(&boundary)
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
    fn a_role_that_others_know_has_a_name_below_a_path() {
        let template = testing::synth(|stack| {
            role()
                .name("platform-deploy")
                .path("/delivery/")
                .build(stack)
        });
        let wanted = r#"{"RoleName": "platform-deploy", "Path": "/delivery/"}"#;
        template.assert_has("AWS::IAM::Role", wanted);
    }

    #[test]
    fn rejects_names_and_paths_that_iam_refuses() {
        let refusal =
            |role: super::RoleBuilder| testing::reject(|stack| role.build(stack)).to_string();
        insta::assert_snapshot!(refusal(role().name("deploy/prod")), @r#"`name` of `Test/Reader` must be 1 to 64 letters, digits and any of `+=,.@-_`, got "deploy/prod""#);
        insta::assert_snapshot!(refusal(role().path("delivery")), @r#"`path` of `Test/Reader` must look like `/delivery/`, got "delivery""#);
        insta::assert_snapshot!(refusal(role().path("//")), @r#"`path` of `Test/Reader` must look like `/delivery/`, got "//""#);
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
    fn rejects_what_is_too_much_for_a_role() {
        let error = testing::reject(|stack| {
            let policy = ManagedPolicy::aws("Core", "AmazonSSMManagedInstanceCore").build(stack)?;
            (0..21)
                .fold(role(), |role, _| role.managed_policy(&policy))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`managed_policy` of `Test/Reader` must be given at most 20 times, got 21");
        let long = format!("arn:aws:s3:::{}", "k".repeat(10_240));
        let statement = PolicyStatement::allow()
            .actions(["s3:GetObject"])
            .resources([long]);
        let error = testing::reject(|stack| role().statement(statement).build(stack));
        insta::assert_snapshot!(error, @"`statement` of `Test/Reader` must keep policies within 10,240 characters, got at least 10,348");
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
