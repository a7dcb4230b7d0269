//! The cluster where Kubernetes runs the services. The migration is a hook of their chart.

use ecomind_constructs::prelude::*;

use crate::{
    environment::Environment,
    stacks::{database::Database, images::Images, network::Network},
};

/// The namespace of services.
pub const NAMESPACE: &str = "ecomind";

/// Adds the cluster to `stack`.
pub(super) fn define(
    stack: &mut Scope<'_>,
    env: &Environment,
    version: eks::KubernetesVersion,
    network: &Network,
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
    Output::new(cluster.name())
        .description("the cluster that the chart is installed in")
        .add("ClusterName", stack)?;
    Ok(cluster)
}

/// Lets roles into the cluster, and nobody else.
pub(super) fn open(
    stack: &mut Scope<'_>,
    cluster: &eks::Cluster,
    administrators: &[&str],
) -> Result<()> {
    for role in administrators {
        let name = role.rsplit('/').next().unwrap_or(role);
        eks::AccessEntry::builder(format!("Administrator-{name}"), cluster, *role)
            .administers_cluster()
            .build(stack)?;
    }
    Ok(())
}

/// Adds what the migration works as.
pub(super) fn migration(
    stack: &mut Scope<'_>,
    env: &Environment,
    cluster: &eks::Cluster,
    images: &Images,
    database: &Database,
) -> Result<()> {
    let container = super::migrating(env, images, database);
    let migration = eks::PodJob::builder("Migration", cluster, NAMESPACE, container)
        .size(env.services.api.size)
        .build(stack)?;
    database.allow_from(&migration, stack)
}
