//! What a task consists of.

use std::sync::Arc;

use crate::{
    aws::{
        iam::{Grantee, Role},
        logs::LogGroup,
    },
    cfn::{ecs as cfn, ids::ecs::TaskDefinitionArn},
    name::NodeId,
    tree::Ref,
    value::Value,
};

use super::{
    FargateTaskDefinitionBuilder, assembled_container::LogOptions, container::ContainerPort,
};

/// Containers that run together on Fargate, as what, and on how much of a machine.
///
/// The processors are ARM, which cost a fifth less. The execution role lets ECS pull the images,
/// write the log and read the secrets, and nothing else; the task role, that the containers
/// themselves work as, may do what it is [granted](Grantee) and nothing else.
///
/// A task that runs once for each version, such as a migration, is a
/// [`OneOffTask`](super::OneOffTask) of it.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let reports = Bucket::builder("Reports").build(stack)?;
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
/// let migration = FargateTaskDefinition::builder("Migration")
///     .size((512, Size::gibibytes(1)))
///     .container(Container::new("migration", image).command(["python", "migrate.py"]))
///     .build(stack)?;
/// reports.grant_read(&migration, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ECS::TaskDefinition`](cfn::TaskDefinition)
#[derive(Debug, Clone)]
pub struct FargateTaskDefinition(Arc<Parts>);

/// What a handle shares with its copies.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) resource: Ref<cfn::TaskDefinition>,
    pub(super) node: NodeId,
    pub(super) task_role: Role,
    pub(super) execution_role: Role,
    /// Of the first container.
    pub(super) container: String,
    /// What it writes to, each task under the name of the container.
    pub(super) log_group: LogGroup,
    pub(super) ports: Vec<ContainerPort>,
    /// How Service Connect logs beside it.
    pub(super) log_options: LogOptions,
    pub(super) allows_exec: bool,
}

impl FargateTaskDefinition {
    /// Starts a task definition.
    pub fn builder(id: impl Into<String>) -> FargateTaskDefinitionBuilder {
        FargateTaskDefinitionBuilder::new(id.into())
    }

    pub(super) fn of(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The ARN of the task definition, with its revision.
    #[must_use]
    pub fn arn(&self) -> Value<TaskDefinitionArn> {
        self.0.resource.task_definition_arn()
    }

    /// What the containers work as.
    #[must_use]
    pub fn task_role(&self) -> Role {
        self.0.task_role
    }

    /// What ECS works as when it starts the task.
    #[must_use]
    pub fn execution_role(&self) -> Role {
        self.0.execution_role
    }

    /// The task definition with its roles and logs, for what must not start before them.
    #[must_use]
    pub fn node(&self) -> NodeId {
        self.0.node
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::TaskDefinition> {
        self.0.resource
    }

    pub(super) fn parts(&self) -> &Parts {
        &self.0
    }
}

impl Grantee for FargateTaskDefinition {
    fn role(&self) -> Role {
        self.task_role()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::ecs::{Architecture, ContainerHealthCheck, ContainerSecret, LogDelivery},
        cfn::ids::secretsmanager::SecretArn,
        prelude::*,
        testing,
    };

    fn image() -> ContainerImage {
        ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3")
    }

    fn api() -> Container {
        Container::new("api", image())
    }

    fn secret() -> ContainerSecret {
        let arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:orders-AbCdEf";
        ContainerSecret::from_arn(SecretArn::literal(arn))
    }

    fn refusal(container: Container) -> String {
        let task = |stack: &mut Scope<'_>| {
            FargateTaskDefinition::builder("Task")
                .container(container)
                .build(stack)
        };
        testing::reject(task).to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            FargateTaskDefinition::builder("Task")
                .container(api())
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").for_cloudwatch_logs().build(stack)?;
            let sessions = LogGroup::builder("Sessions").build(stack)?;
            let cluster = Cluster::builder("Cluster")
                .exec_log(&sessions)
                .exec_encryption_key(&key)
                .build(stack)?;
            let repository = Repository::builder("Repository").build(stack)?;
            let token = Secret::builder("Token").encryption_key(&key).build(stack)?;
            let check = ContainerHealthCheck::shell("curl -f http://localhost:8000/health")
                .interval(Duration::seconds(10))
                .timeout(Duration::seconds(2))
                .retries(5)
                .start_period(Duration::minutes(1));
            let api = Container::new("api", ContainerImage::from_repository(&repository, "1.4.2"))
                .http_port(8000)
                .tcp_port("metrics", 9000)
                .entry_point(["uvicorn"])
                .command(["app:app", "--port", "8000"])
                .variable("LEVEL", "info")
                .variable("REGION", value::region())
                .secret("PASSWORD", secret().json_field("password").encryption_key(&key))
                .secret("WHOLE", secret())
                .secret("TOKEN", ContainerSecret::from_secret(&token))
                .user("65532")
                .readonly_root_filesystem(false)
                .health_check(check)
                .stop_timeout(Duration::minutes(2))
                .log_retention(Retention::OneYear)
                .log_encryption_key(&key)
                .log_delivery(LogDelivery::Blocking);
            let sidecar = Container::new("sidecar", image())
                .essential(false)
                .readonly_root_filesystem(false)
                .scratch_directory("/tmp")
                .scratch_directory("/var/cache");
            FargateTaskDefinition::builder("Task")
                .size((2048, Size::gibibytes(8)))
                .architecture(Architecture::X86_64)
                .ephemeral_storage(Size::gibibytes(50))
                .exec(&cluster)
                .container(api)
                .container(sidecar)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn what_the_task_is_granted_is_its_own_role() {
        let template = testing::synth(|stack| {
            let reports = Bucket::builder("Reports").build(stack)?;
            let task = FargateTaskDefinition::builder("Task")
                .container(api())
                .build(stack)?;
            reports.grant_read(&task, stack)
        });
        let role = r#"{"Roles": [{"Ref": "TaskTaskRoleE98524A1"}]}"#;
        template.assert_has("AWS::IAM::Policy", role);
    }

    #[test]
    fn rejects_sizes_that_fargate_has_not() {
        let refusal = |cpu, memory| {
            let task = |stack: &mut Scope<'_>| {
                let task = FargateTaskDefinition::builder("Task").container(api());
                task.size((cpu, memory)).build(stack)
            };
            testing::reject(task).to_string()
        };
        insta::assert_snapshot!(refusal(500, Size::gibibytes(1)), @"`size` of `Test/Task` must have one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units, got 500");
        insta::assert_snapshot!(refusal(1_024, Size::gibibytes(16)), @"`size` of `Test/Task` must have 2 GiB to 8 GiB in steps of 1 GiB of memory with 1024 CPU units, got 16 GiB");
    }

    #[test]
    fn rejects_images_that_may_change() {
        let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:latest");
        insta::assert_snapshot!(refusal(Container::new("api", image)), @r#"`image` of `Test/Task` must have a digest or a tag that is never moved, such as a version or a commit, got "public.ecr.aws/nginx/nginx:latest" in container "api""#);
        let error = testing::reject(|stack| {
            let repository = Repository::builder("Repository").build(stack)?;
            let image = ContainerImage::from_repository(&repository, "latest");
            FargateTaskDefinition::builder("Task")
                .container(Container::new("api", image))
                .build(stack)
        });
        insta::assert_snapshot!(error, @r#"`image` of `Test/Task` must have a digest or a tag that is never moved, such as a version or a commit, got "latest" in container "api""#);
    }

    #[test]
    fn rejects_containers_that_ecs_refuses() {
        insta::assert_snapshot!(refusal(Container::new("my api", image())), @r#"`container` of `Test/Task` must have a name of 1 to 255 letters, digits, `-` and `_`, got "my api" in container "my api""#);
        insta::assert_snapshot!(refusal(api().user("0:0")), @r#"`container` of `Test/Task` must not run as root, got user "0:0" in container "api""#);
        insta::assert_snapshot!(refusal(api().stop_timeout(Duration::minutes(3))), @r#"`container` of `Test/Task` must have a stop timeout of 1 to 120 seconds, got 3 minutes in container "api""#);
        insta::assert_snapshot!(refusal(api().http_port(80).tcp_port("admin", 80)), @r#"`container` of `Test/Task` must have ports from 1 of different numbers and names, got 80 "admin" in container "api""#);
        insta::assert_snapshot!(refusal(api().scratch_directory("tmp")), @r#"`container` of `Test/Task` must have absolute scratch directories, got "tmp" in container "api""#);
        let buffer = LogDelivery::NonBlocking { buffer: Size::gibibytes(1) };
        insta::assert_snapshot!(refusal(api().log_delivery(buffer)), @r#"`log_delivery` of `Test/Task` must have a buffer of 1 MiB or more, below the 512 MiB of its task, got 1 GiB in container "api""#);
    }

    #[test]
    fn rejects_secrets_in_the_open() {
        let password = value::ssm_secure("/orders/password", None);
        insta::assert_snapshot!(refusal(api().variable("PASSWORD", password)), @r#"`container` of `Test/Task` must have secrets by `secret`, not in a variable that everybody can read, got "PASSWORD" in container "api""#);
        insta::assert_snapshot!(refusal(api().variable("A", "1").secret("A", secret())), @r#"`container` of `Test/Task` must have variables of different names without `=`, got "A" in container "api""#);
        insta::assert_snapshot!(refusal(api().secret("A", secret().json_field("a:b"))), @r#"`container` of `Test/Task` must name a field without colons, got "a:b" for "A" in container "api""#);
    }

    #[test]
    fn rejects_health_checks_that_ecs_refuses() {
        let check = || ContainerHealthCheck::command(["/health"]);
        let refusal = |check| refusal(api().health_check(check));
        insta::assert_snapshot!(refusal(ContainerHealthCheck::shell("")), @r#"`container` of `Test/Task` must have a command, got none in container "api""#);
        insta::assert_snapshot!(refusal(check().interval(Duration::minutes(6))), @r#"`container` of `Test/Task` must have an interval of 5 to 300 seconds, got 6 minutes in container "api""#);
        insta::assert_snapshot!(refusal(check().timeout(Duration::seconds(1))), @r#"`container` of `Test/Task` must have a timeout of 2 to 60 seconds, got 1 second in container "api""#);
        insta::assert_snapshot!(refusal(check().start_period(Duration::minutes(6))), @r#"`container` of `Test/Task` must have a start period of 0 to 300 seconds, got 6 minutes in container "api""#);
        insta::assert_snapshot!(refusal(check().retries(11)), @r#"`container` of `Test/Task` must have 1 to 10 retries, got 11 in container "api""#);
    }

    #[test]
    fn rejects_tasks_that_ecs_refuses() {
        let task = || FargateTaskDefinition::builder("Task").container(api());
        let empty = testing::reject(|stack| FargateTaskDefinition::builder("Task").build(stack));
        insta::assert_snapshot!(empty, @"`container` of `Test/Task` must be given, a task runs at least one");
        let twice = testing::reject(|stack| task().container(api()).build(stack));
        insta::assert_snapshot!(twice, @r#"`container` of `Test/Task` must have different names, got "api" twice"#);
        let disk =
            testing::reject(|stack| task().ephemeral_storage(Size::gibibytes(20)).build(stack));
        insta::assert_snapshot!(disk, @"`ephemeral_storage` of `Test/Task` must be 21 to 200 whole GiB, got 20 GiB");
        let exec = testing::reject(|stack| {
            let cluster = Cluster::builder("Cluster").build(stack)?;
            task().exec(&cluster).build(stack)
        });
        insta::assert_snapshot!(exec, @r#"`exec` of `Test/Task` must be left out where a root filesystem is read-only, which ECS Exec writes to, got "api""#);
    }
}
