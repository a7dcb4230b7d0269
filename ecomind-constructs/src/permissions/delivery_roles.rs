//! The roles of a pipeline.

use super::{
    Deployment, MANAGED_POLICY_SIZE, Permissions, Statement, deployment, execution, planning,
    reading, role_template::reason_for_any,
};
use crate::{
    Result,
    aws::iam::{
        GithubRepository, GithubSubject, ManagedPolicy, ManagedPolicyBuilder, OidcProvider,
        PolicyStatement, Principal, Role, RoleBuilder,
    },
    template::Stacks,
    tree::Scope,
    value::Duration,
};

/// What stands before the names of the roles and their policies. The execution role may change what
/// begins with the names of the stacks, so that these must not.
const PATH: &str = "/delivery/";

/// The roles that GitHub's workflows take to deploy the stacks of one environment, each with what
/// is derived from their templates and nothing else.
///
/// | role | taken by | may |
/// |---|---|---|
/// | diff | pull requests | read the stacks |
/// | plan | the branch that is deployed | that, and make change sets |
/// | deploy | the environment of GitHub of the same name, when its rules are kept | that, execute them, and run tasks |
/// | execution | CloudFormation | what the resources in the templates need |
///
/// A pull request must not make change sets: a deployment finds the ones that are there by name.
///
/// The roles are named `NAME-diff` and so on, below the path `/delivery/`, where the execution role
/// can't change them. The stack that has them is deployed by somebody else, and once more when the
/// templates ask for something new.
///
/// ```
/// use ecomind_constructs::{permissions::DeliveryRoles, prelude::*};
///
/// let mut app = App::new().account("111122223333").region("us-east-1");
/// Topic::builder("Orders").build(&mut app.stack("shop")?)?;
///
/// let stacks = synthesize(&app)?.templates();
/// let mut stack = app.stack("Pipeline")?;
/// let github = OidcProvider::github("Github").build(&mut stack)?;
/// let repository = GithubRepository::new("ecomind", "platform");
/// let roles = DeliveryRoles::builder("Delivery", "prod", &stacks, github, repository)
///     .names("shop-prod")
///     .build(&mut stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [service roles for CloudFormation](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html)
#[derive(Debug, Clone, Copy)]
pub struct DeliveryRoles {
    diff: Role,
    plan: Role,
    deploy: Role,
    execution: Role,
}

/// Builds [`DeliveryRoles`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct DeliveryRolesBuilder<'a> {
    id: String,
    environment: String,
    stacks: &'a Stacks,
    provider: OidcProvider,
    repository: GithubRepository,
    branch: String,
    names: Option<String>,
    template_bucket: Option<String>,
    statements: Vec<PolicyStatement>,
}

impl DeliveryRoles {
    /// Starts the roles for workflows of `repository` that deploy `stacks` in the environment of
    /// GitHub of that name.
    pub fn builder(
        id: impl Into<String>,
        environment: impl Into<String>,
        stacks: &Stacks,
        provider: OidcProvider,
        repository: GithubRepository,
    ) -> DeliveryRolesBuilder<'_> {
        DeliveryRolesBuilder {
            id: id.into(),
            environment: environment.into(),
            stacks,
            provider,
            repository,
            branch: "main".to_owned(),
            names: None,
            template_bucket: None,
            statements: Vec::new(),
        }
    }

    /// What pull requests take.
    #[must_use]
    pub fn diff(self) -> Role {
        self.diff
    }

    /// What makes change sets.
    #[must_use]
    pub fn plan(self) -> Role {
        self.plan
    }

    /// What deploys.
    #[must_use]
    pub fn deploy(self) -> Role {
        self.deploy
    }

    /// What CloudFormation acts as.
    #[must_use]
    pub fn execution(self) -> Role {
        self.execution
    }
}

impl DeliveryRolesBuilder<'_> {
    /// The branch that is deployed. Default: `main`.
    pub fn branch(mut self, name: impl Into<String>) -> Self {
        self.branch = name.into();
        self
    }

    /// What the names of the roles begin with. Default: the name of the environment.
    pub fn names(mut self, names: impl Into<String>) -> Self {
        self.names = Some(names.into());
        self
    }

    /// The bucket for templates that are too large to be sent. Default:
    /// [`template_bucket`](super::template_bucket) of each account and region.
    pub fn template_bucket(mut self, name: impl Into<String>) -> Self {
        self.template_bucket = Some(name.into());
        self
    }

    /// Something else that the deploying role may do, such as to ask for a cluster of Kubernetes.
    /// Tasks of `run-task` are no part of it: the stacks say that they have some. Adds to those
    /// before; default: nothing.
    pub fn also_deploys_with(mut self, statement: PolicyStatement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Adds the roles to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<DeliveryRoles> {
        let mut scope = scope.child(&self.id)?;
        let names = self.names.as_ref().unwrap_or(&self.environment);
        let name = |kind: &str| format!("{names}-{kind}");
        let path = PATH.trim_start_matches('/');
        let mut how = Deployment::new(format!("{path}{}", name("execution")));
        if let Some(bucket) = &self.template_bucket {
            how = how.template_bucket(bucket);
        }
        let stacks = self.stacks;

        let cloudformation =
            Role::builder("Execution", Principal::service("cloudformation.amazonaws.com"))
                .name(name("execution"))
                .description("what CloudFormation deploys the stacks with");
        let execution = attach(cloudformation, "Execution", &execution(stacks), &mut scope)?;

        let of_github = |id: &'static str, what: &str, subject: GithubSubject<'_>| {
            let trust = self.provider.trust(&self.repository, &[subject], &scope)?;
            let role = Role::builder(id, self.provider.principal())
                .trust(trust)
                .name(name(&id.to_lowercase()))
                .description(what);
            Ok((id, role))
        };
        let diff = of_github("Diff", "reads the stacks", GithubSubject::PullRequest)?;
        let branch = GithubSubject::Branch(&self.branch);
        let plan = of_github("Plan", "makes change sets of the stacks", branch)?;
        let environment = GithubSubject::Environment(&self.environment);
        let (id, deploy) = of_github("Deploy", "deploys the stacks", environment)?;
        // Databases and brokers take longer to be made than the hour of other sessions.
        let deploy = deploy.max_session_duration(Duration::hours(4));
        let deploy = self
            .statements
            .into_iter()
            .fold(deploy, RoleBuilder::statement);

        Ok(DeliveryRoles {
            diff: attach(diff.1, diff.0, &reading(stacks), &mut scope)?,
            plan: attach(plan.1, plan.0, &planning(stacks, &how), &mut scope)?,
            deploy: attach(deploy, id, &deployment(stacks, &how), &mut scope)?,
            execution,
        })
    }
}

/// Adds the role with as many policies as its permissions take.
fn attach(
    role: RoleBuilder,
    id: &str,
    permissions: &Permissions,
    scope: &mut Scope<'_>,
) -> Result<Role> {
    let mut role = role.path(PATH);
    for (number, document) in (1..).zip(permissions.documents(MANAGED_POLICY_SIZE)) {
        let policy = ManagedPolicy::builder(format!("{id}Policy{number}")).path(PATH);
        let statements = document.statements().iter();
        let policy = statements
            .map(|it| statement(it, permissions))
            .fold(policy, ManagedPolicyBuilder::statement)
            .build(scope)?;
        if let Some((reason, resource)) =
            reason_for_any(&document, permissions).zip(policy.resource())
        {
            scope.suppress(resource, "iam-no-wildcard-resources", reason)?;
        }
        role = role.managed_policy(&policy);
    }
    role.build(scope)
}

/// The sentence of a policy, with the reason where it is about any resource.
fn statement(derived: &Statement, permissions: &Permissions) -> PolicyStatement {
    let said = PolicyStatement::allow()
        .sid(&derived.sid)
        .actions(derived.actions.iter().cloned());
    let said = if derived.resources == ["*"] {
        let mut wide = permissions.wide.iter();
        // A statement that was cut has letters after its name.
        let reason = wide.rfind(|it| derived.sid.starts_with(&it.sid));
        said.all_resources(reason.map_or("the templates ask for it", |it| it.reason))
    } else {
        said.resources(derived.resources.iter().cloned())
    };
    match &derived.only_if {
        Some((key, value)) => said.condition("StringEquals", key, value.clone()),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use crate::{permissions::DeliveryRoles, prelude::*, testing};

    fn template(repository: GithubRepository) -> Result<testing::Template> {
        let mut app = App::new().account("111122223333").region("us-east-1");
        Topic::builder("Orders").build(&mut app.stack("shop")?)?;
        let stacks = synthesize(&app)?.templates();
        let mut stack = app.stack("Pipeline")?;
        let github = OidcProvider::github("Github").build(&mut stack)?;
        DeliveryRoles::builder("Delivery", "prod", &stacks, github, repository)
            .names("shop-prod")
            .template_bucket("templates")
            .build(&mut stack)?;
        Ok(testing::template_of(&app, "Pipeline"))
    }

    #[test]
    fn each_role_has_a_name_below_the_path_and_is_for_its_jobs_alone() {
        let repository = GithubRepository::new("ecomind", "platform").with_ids(12, 345);
        let template = template(repository.also_by_name()).unwrap();
        template.assert_count("AWS::IAM::Role", 4);
        for kind in ["diff", "plan", "deploy", "execution"] {
            let wanted = format!(r#"{{"RoleName": "shop-prod-{kind}", "Path": "/delivery/"}}"#);
            template.assert_has("AWS::IAM::Role", &wanted);
        }
        let yaml = template.yaml();
        for repository in ["repo:ecomind@12/platform@345", "repo:ecomind/platform"] {
            for job in ["pull_request", "ref:refs/heads/main", "environment:prod"] {
                let subject = format!("- {repository}:{job}\n");
                assert_eq!(yaml.matches(&subject).count(), 1, "{subject}{yaml}");
            }
        }
    }

    #[test]
    fn what_is_for_any_resource_is_accepted_with_its_reason() {
        let template = template(GithubRepository::new("ecomind", "platform")).unwrap();
        let yaml = template.yaml();
        let accepted = yaml.matches("iam-no-wildcard-resources: ").count();
        assert_eq!(accepted, 4, "each role has one policy, and some of each is so: {yaml}");
    }

    #[test]
    fn rejects_repositories_that_are_none() {
        let error = template(GithubRepository::new("ecomind", "*")).unwrap_err();
        insta::assert_snapshot!(error, @r#"`name` of `Pipeline/Delivery` must be letters, digits and any of `-._`, got "*""#);
    }
}
