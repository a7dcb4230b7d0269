//! How a task definition is made.

use std::fmt;

use crate::{
    Result,
    aws::iam::{PolicyStatement, Principal, Role},
    cfn::ecs as cfn,
    tree::{Resource as _, Scope},
    value::Size,
};

use super::{
    Cluster, Container, FargateTaskDefinition, TaskSize, assembled_container, exec,
    fargate_task_definition::Parts,
};

/// Builds a [`FargateTaskDefinition`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct FargateTaskDefinitionBuilder {
    id: String,
    size: Result<TaskSize, String>,
    architecture: Architecture,
    containers: Vec<Container>,
    ephemeral_storage: Option<Size>,
    exec: Option<Cluster>,
}

/// What processors a task runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Architecture {
    /// ARM: a fifth cheaper; the image must be made for it.
    Arm64,
    /// Intel and AMD.
    X86_64,
}

impl FargateTaskDefinitionBuilder {
    pub(super) fn new(id: String) -> Self {
        Self {
            id,
            size: Ok(TaskSize::SMALLEST),
            architecture: Architecture::Arm64,
            containers: Vec::new(),
            ephemeral_storage: None,
            exec: None,
        }
    }

    /// The processors and memory of a task: a [`TaskSize`], or CPU units and memory. Default:
    /// [`TaskSize::SMALLEST`].
    pub fn size<S: TryInto<TaskSize, Error: fmt::Display>>(mut self, size: S) -> Self {
        self.size = size.try_into().map_err(|error| error.to_string());
        self
    }

    /// What processors it runs on. Default: [`Architecture::Arm64`].
    pub fn architecture(mut self, architecture: Architecture) -> Self {
        self.architecture = architecture;
        self
    }

    /// A container of the task. The first is the one that services and load balancers mean. Adds
    /// to those before; there must be one.
    pub fn container(mut self, container: Container) -> Self {
        self.containers.push(container);
        self
    }

    /// The disk that its containers share, 21 to 200 GiB. Default: 20 GiB, which cost nothing.
    pub fn ephemeral_storage(mut self, size: Size) -> Self {
        self.ephemeral_storage = Some(size);
        self
    }

    /// Lets people run commands inside of its containers, of which none can then have a read-only
    /// root filesystem, where they may in `cluster`. Default: nobody can.
    pub fn exec(mut self, cluster: &Cluster) -> Self {
        self.exec = Some(*cluster);
        self
    }

    /// Adds the task definition to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<FargateTaskDefinition> {
        let mut scope = scope.child(&self.id)?;
        let size = self
            .size
            .clone()
            .map_err(|reason| scope.invalid("size", reason))?;
        self.check(&scope)?;

        let mut containers = Vec::new();
        for container in &self.containers {
            let assembled = assembled_container::add(container, size, self.exec, &mut scope)?;
            containers.push(assembled);
        }
        let service = || Principal::service("ecs-tasks.amazonaws.com");
        let mut task_role = Role::builder("TaskRole", service());
        for statement in self
            .exec
            .iter()
            .flat_map(|cluster| exec::statements(*cluster))
        {
            task_role = task_role.statement(statement);
        }
        let task_role = task_role.build(&mut scope)?;
        let mut execution_role = Role::builder("ExecutionRole", service());
        for statement in containers
            .iter_mut()
            .flat_map(|all| all.statements.drain(..))
        {
            execution_role = execution_role.statement(statement);
        }
        if containers.iter().any(|container| container.is_of_ecr) {
            execution_role = execution_role.statement(
                PolicyStatement::allow()
                    .actions(["ecr:GetAuthorizationToken"])
                    .all_resources("a token is for the whole registry"),
            );
        }
        let execution_role = execution_role.build(&mut scope)?;

        let first = &self.containers[0];
        let log_group = containers[0].log_group;
        let log_options = std::mem::take(&mut containers[0].service_connect_log);
        let mut definitions = Vec::new();
        let mut volumes = Vec::new();
        for container in containers {
            definitions.push(container.definition);
            volumes.extend(container.volumes);
        }
        let mut task = cfn::TaskDefinition::new()
            .container_definitions(definitions)
            .cpu(size.cpu().to_string())
            .memory(size.memory().as_mebibytes().to_string())
            .network_mode(cfn::TaskDefinitionNetworkMode::Awsvpc)
            .requires_compatibilities([cfn::TaskDefinitionRequiresCompatibilities::Fargate])
            .runtime_platform(
                cfn::TaskDefinitionRuntimePlatform::new()
                    .cpu_architecture(self.architecture.value())
                    .operating_system_family(cfn::TaskDefinitionOperatingSystemFamily::Linux),
            )
            .execution_role_arn(execution_role.arn())
            .task_role_arn(task_role.arn());
        if let Some(gibibytes) = self.ephemeral_storage.and_then(Size::as_gibibytes) {
            let gibibytes = i64::try_from(gibibytes).unwrap_or(i64::MAX);
            task = task.ephemeral_storage(
                cfn::TaskDefinitionEphemeralStorage::new().size_in_gi_b(gibibytes),
            );
        }
        if !volumes.is_empty() {
            task = task.volumes(volumes);
        }
        let resource = task.add("Resource", &mut scope)?;
        Ok(FargateTaskDefinition::of(Parts {
            resource,
            node: scope.node(),
            task_role,
            execution_role,
            container: first.name.clone(),
            log_group,
            ports: first.ports.clone(),
            log_options,
            allows_exec: self.exec.is_some(),
        }))
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        if self.containers.is_empty() {
            return Err(scope.invalid("container", "must be given, a task runs at least one"));
        }
        let mut names: Vec<&str> = Vec::new();
        for Container { name, readonly_root_filesystem, .. } in &self.containers {
            if names.contains(&name.as_str()) {
                let reason = format!("must have different names, got {name:?} twice");
                return Err(scope.invalid("container", reason));
            }
            names.push(name);
            if self.exec.is_some() && *readonly_root_filesystem {
                let reason = format!(
                    "must be left out where a root filesystem is read-only, which ECS Exec writes to, got {name:?}"
                );
                return Err(scope.invalid("exec", reason));
            }
        }
        if let Some(size) = self.ephemeral_storage
            && !size
                .as_gibibytes()
                .is_some_and(|size| (21..=200).contains(&size))
        {
            let reason = format!("must be 21 to 200 whole GiB, got {size}");
            return Err(scope.invalid("ephemeral_storage", reason));
        }
        Ok(())
    }
}

impl Architecture {
    fn value(self) -> cfn::TaskDefinitionCpuArchitecture {
        match self {
            Self::Arm64 => cfn::TaskDefinitionCpuArchitecture::Arm64,
            Self::X86_64 => cfn::TaskDefinitionCpuArchitecture::X8664,
        }
    }
}
