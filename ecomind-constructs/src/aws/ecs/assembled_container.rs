//! A container with what its task needs for it.

use crate::{
    Result,
    aws::{iam::PolicyStatement, logs::LogGroup},
    cfn::ecs as cfn,
    tree::Scope,
    value::{self, IntoValue, Value},
};

use super::{Cluster, Container, TaskSize};

/// The parts of a task that one container is the reason for.
pub(super) struct AssembledContainer {
    pub(super) definition: cfn::TaskDefinitionContainerDefinition,
    pub(super) volumes: Vec<cfn::TaskDefinitionVolume>,
    /// What it takes to start it.
    pub(super) statements: Vec<PolicyStatement>,
    pub(super) is_of_ecr: bool,
    /// How the proxy of Service Connect logs beside it.
    pub(super) service_connect_log: LogOptions,
    pub(super) log_group: LogGroup,
}

pub(super) type LogOptions = Vec<(&'static str, Value<String>)>;

/// Adds the log group of `container` to `scope`, that of its task.
pub(super) fn add(
    container: &Container,
    size: TaskSize,
    exec: Option<Cluster>,
    scope: &mut Scope<'_>,
) -> Result<AssembledContainer> {
    let invalid = |setter: &'static str| {
        let scope = &*scope;
        move |reason: String| {
            scope.invalid(setter, format!("{reason} in container {:?}", container.name))
        }
    };
    let image = container.image.resolve().map_err(invalid("image"))?;
    let definition = container.definition(image.uri);
    let mut definition = definition.map_err(invalid("container"))?;
    let delivery = container.log_delivery.options(size.memory());
    let delivery = delivery.map_err(invalid("log_delivery"))?;

    let log = add_log(container, scope)?;
    definition = definition.log_configuration(
        cfn::TaskDefinitionLogConfiguration::new("awslogs").options(log_options(
            log,
            &container.name,
            &delivery,
        )),
    );
    if exec.is_some() {
        // The agent that runs commands leaves processes behind, which somebody must reap.
        definition = definition
            .linux_parameters(cfn::TaskDefinitionLinuxParameters::new().init_process_enabled(true));
    }
    let mut volumes = Vec::new();
    let mounts = scratch(container, &mut volumes);
    if !mounts.is_empty() {
        definition = definition.mount_points(mounts);
    }
    let mut statements = vec![write(log)];
    let is_of_ecr = image.repository_arn.is_some();
    statements.extend(image.repository_arn.map(pull));
    let secrets = container.secrets.iter();
    statements.extend(secrets.flat_map(|(_, secret)| secret.statements()));
    let service_connect_log = log_options(log, "service-connect", &delivery);
    Ok(AssembledContainer {
        definition,
        volumes,
        statements,
        is_of_ecr,
        service_connect_log,
        log_group: log,
    })
}

fn add_log(container: &Container, scope: &mut Scope<'_>) -> Result<LogGroup> {
    let mut scope = scope.child(&container.name)?;
    let mut group = LogGroup::builder("LogGroup").retention(container.log_retention);
    if let Some(key) = container.log_encryption_key {
        group = group.encryption_key(&key);
    }
    group.build(&mut scope)
}

fn log_options(log: LogGroup, prefix: &str, delivery: &[(&'static str, String)]) -> LogOptions {
    let mut options = vec![
        ("awslogs-group", log.name().into_value()),
        ("awslogs-region", value::region()),
        ("awslogs-stream-prefix", prefix.into_value()),
    ];
    options.extend(
        delivery
            .iter()
            .map(|(name, value)| (*name, value.into_value())),
    );
    options
}

/// Directories of a container that it can write to, each with a volume of its own.
fn scratch(
    container: &Container,
    volumes: &mut Vec<cfn::TaskDefinitionVolume>,
) -> Vec<cfn::TaskDefinitionMountPoint> {
    let mount = |(index, path): (usize, &String)| {
        let name = format!("{}-scratch-{}", container.name, index + 1);
        volumes.push(cfn::TaskDefinitionVolume::new().name(&name));
        cfn::TaskDefinitionMountPoint::new()
            .source_volume(name)
            .container_path(path)
            .read_only(false)
    };
    container
        .scratch_directories
        .iter()
        .enumerate()
        .map(mount)
        .collect()
}

fn write(log: LogGroup) -> PolicyStatement {
    PolicyStatement::allow()
        .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
        .resources([log.arn()])
}

fn pull(repository_arn: Value<String>) -> PolicyStatement {
    PolicyStatement::allow()
        .actions([
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:GetDownloadUrlForLayer",
        ])
        .resources([repository_arn])
}
