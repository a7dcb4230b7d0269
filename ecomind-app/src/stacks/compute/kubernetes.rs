//! The cluster where Kubernetes runs the services. The migration is a hook of their chart.

use ecomind_constructs::prelude::*;

use crate::{
    environment::Environment,
    stacks::{database::Database, images::Images, network::Network},
};

/// The namespace of services.
pub const NAMESPACE: &str = "ecomind";

/// Adds the cluster, and what the migration works as, to `stack`.
pub(super) fn define(
    stack: &mut Scope<'_>,
    env: &Environment,
    version: eks::KubernetesVersion,
    network: &Network,
    images: &Images,
    database: &Database,
) -> Result<eks::Cluster> {
    let mut cluster =
        eks::Cluster::builder("Cluster", format!("ecomind-{}", env.name), &network.vpc)
            .version(version)
            .log_retention(env.logs_kept)
            .log_encryption_key(&network.logs_key)
            .deletion_protection(env.is_protected);
    if env.services.insights != ContainerInsights::Disabled {
        cluster = cluster.container_insights();
    }
    let cluster = cluster.build(stack)?;
    migration(stack, env, &cluster, images, database)?;
    Output::new(cluster.name())
        .description("the cluster that the chart is installed in")
        .add("ClusterName", stack)?;
    Ok(cluster)
}

fn migration(
    stack: &mut Scope<'_>,
    env: &Environment,
    cluster: &eks::Cluster,
    images: &Images,
    database: &Database,
) -> Result<()> {
    let plan = env.services.api;
    let image = ContainerImage::from_repository(&images.api, plan.version);
    let container = Container::new("migration", image)
        .command(["migrate"])
        .scratch_directory("/tmp");
    let container = database.tell_master(container);
    let migration = eks::PodJob::builder("Migration", cluster, NAMESPACE, container)
        .size(plan.size)
        .build(stack)?;
    database.allow_from(&migration, stack)
}
