//! Compute: the cluster of the services, and the migration of the database, which runs in it after
//! this stack is deployed and before the services are.

mod kubernetes;

use ecomind_constructs::prelude::*;

pub use self::kubernetes::NAMESPACE;
use crate::{
    environment::{Compute as Choice, Environment},
    stacks::{database::Database, images::Images, network::Network},
};

/// What other stacks may use: where services run.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Compute {
    /// As tasks.
    Fargate(Cluster),
    /// As pods.
    Eks(eks::Cluster),
}

/// Adds the cluster and the migration to `stack`.
pub fn define(
    stack: &mut Scope<'_>,
    env: &Environment,
    network: &Network,
    images: &Images,
    database: &Database,
) -> Result<Compute> {
    if let Choice::Eks { version, administrators } = env.compute {
        let cluster = kubernetes::define(stack, env, version, network)?;
        kubernetes::open(stack, &cluster, administrators)?;
        kubernetes::migration(stack, env, &cluster, images, database)?;
        return Ok(Compute::Eks(cluster));
    }
    let cluster = Cluster::builder("Cluster")
        .container_insights(env.services.insights)
        .namespace(format!("ecomind-{}", env.name))
        .build(stack)?;
    migration(stack, env, network, images, database)?;
    Output::new(cluster.name())
        .description("the cluster that the migration runs in")
        .add("ClusterName", stack)?;
    Ok(Compute::Fargate(cluster))
}

/// What migrates the database, wherever it runs.
fn migrating(env: &Environment, images: &Images, database: &Database) -> Container {
    let image = ContainerImage::from_repository(&images.api, env.services.api.version);
    let container = Container::new("migration", image)
        .command(["migrate"])
        .scratch_directory("/tmp");
    database.tell_master(container)
}

/// A task that is run once for each version, by the pipeline: `aws ecs run-task` with what the
/// stack shows.
fn migration(
    stack: &mut Scope<'_>,
    env: &Environment,
    network: &Network,
    images: &Images,
    database: &Database,
) -> Result<()> {
    let container = migrating(env, images, database)
        .log_retention(env.logs_kept)
        .log_encryption_key(&network.logs_key);
    let task = FargateTaskDefinition::builder("Migration")
        .size(env.services.api.size)
        .container(container)
        .build(stack)?;

    let security_group = SecurityGroup::builder("MigrationSecurityGroup", &network.vpc)
        .description("the migration of the database of EcoMind")
        .build(stack)?;
    database.allow_from(&security_group, stack)?;
    security_group.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, stack)?;

    let subnets = network.vpc.private_subnet_ids();
    let shown = [
        ("MigrationTask", "the task definition", task.arn().into_value()),
        (
            "MigrationSecurityGroupId",
            "its security group",
            security_group.security_group_id().into_value(),
        ),
        ("MigrationSubnets", "the subnets that it may run in", value::join(",", subnets)),
    ];
    for (id, description, value) in shown {
        let output: Value<String> = value;
        Output::new(output)
            .description(format!("of the migration: {description}"))
            .add(id, stack)?;
    }
    Ok(())
}
