//! Clusters of Kubernetes, and what runs in them.

mod access_entry;
mod addon;
mod cluster;
mod cluster_builder;
mod cluster_roles;
mod kubernetes_name;
mod kubernetes_version;
mod load_balancer_controller;
mod node_group;
mod pod_identity;
mod pod_job;
mod pod_service;
mod workload;

#[cfg(feature = "kubernetes")]
pub(crate) use self::workload::{Kind, Workload};
pub use self::{
    access_entry::{AccessEntry, AccessEntryBuilder},
    addon::Addon,
    cluster::Cluster,
    cluster_builder::ClusterBuilder,
    kubernetes_version::KubernetesVersion,
    node_group::NodeGroup,
    pod_identity::{PodIdentity, PodIdentityBuilder},
    pod_job::{PodJob, PodJobBuilder},
    pod_service::{PodService, PodServiceBuilder},
};
