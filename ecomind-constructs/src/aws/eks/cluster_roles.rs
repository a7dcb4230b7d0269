//! What a cluster and its servers work as.

use crate::{
    Result,
    aws::iam::{ManagedPolicy, PolicyStatement, Principal, Role, RoleBuilder},
    tree::Scope,
};

/// What EKS does with the parts of the account that are the cluster's, in Auto Mode.
const AUTO_MODE: [&str; 5] = [
    "AmazonEKSClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
];
/// What it does without.
const PLAIN: [&str; 1] = ["AmazonEKSClusterPolicy"];
/// What it does without, where pods have security groups of their own.
const PLAIN_WITH_POD_GROUPS: [&str; 2] =
    ["AmazonEKSClusterPolicy", "AmazonEKSVPCResourceController"];
/// What servers of Auto Mode do.
const AUTO_NODES: [&str; 2] =
    ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];
/// What servers of our own do, whose network is set up from within.
const OWN_NODES: [&str; 3] =
    ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonEKS_CNI_Policy"];

/// The role of the control plane.
///
/// The policies are those of AWS, and not our own: they name what AWS's own controllers do, and
/// grow with them.
pub(super) fn control_plane(
    auto_mode: bool,
    pod_groups: bool,
    scope: &mut Scope<'_>,
) -> Result<Role> {
    let policies: &[&str] = match (auto_mode, pod_groups) {
        (true, _) => &AUTO_MODE,
        (false, true) => &PLAIN_WITH_POD_GROUPS,
        (false, false) => &PLAIN,
    };
    let service = Principal::service("eks.amazonaws.com");
    let trust = PolicyStatement::allow()
        .principal(service.clone())
        .actions(["sts:AssumeRole", "sts:TagSession"]);
    let role = Role::builder("Role", service)
        .trust(trust)
        .description("runs the control plane of a cluster of Kubernetes");
    with(role, policies, &mut scope.child("ControlPlane")?)
}

/// The role of the servers.
pub(super) fn nodes(auto_mode: bool, scope: &mut Scope<'_>) -> Result<Role> {
    let policies: &[&str] = if auto_mode { &AUTO_NODES } else { &OWN_NODES };
    let role = Role::builder("Role", Principal::service("ec2.amazonaws.com"))
        .description("runs the servers of a cluster of Kubernetes");
    with(role, policies, &mut scope.child("Nodes")?)
}

fn with(mut role: RoleBuilder, policies: &[&'static str], scope: &mut Scope<'_>) -> Result<Role> {
    for name in policies {
        role = role.managed_policy(&ManagedPolicy::aws(*name, name).build(scope)?);
    }
    role.build(scope)
}
