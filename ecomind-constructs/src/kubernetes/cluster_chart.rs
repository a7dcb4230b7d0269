//! What a cluster has to have before the chart of services: servers of ARM, and network policies
//! with effect.

use serde_json::{Value as Json, json};

use crate::tree::AppFile;

use super::{chart_files, yaml};

/// The files of the chart `cluster`, which is installed once, before the others.
///
/// The pools that Auto Mode brings have no ARM for services, and hooks of Helm run before what is
/// beside them in a chart: a migration would wait for servers that come after it.
pub(super) fn files(folder: &str, version: &str, kubernetes: &str) -> Vec<AppFile> {
    let description = "What the services need of a cluster of Auto Mode.";
    let file = |path: &str, text: String| AppFile::new(format!("{folder}/cluster/{path}"), text);
    vec![
        file("Chart.yaml", chart_files::chart("cluster", description, version, kubernetes)),
        file("values.yaml", yaml::document(&json!({"nodePool": {"cpus": 16}}))),
        file("templates/node-pool.yaml", yaml::document(&node_pool())),
        file("templates/network-policies.yaml", yaml::document(&network_policies())),
    ]
}

/// A type of Karpenter, which `k8s-openapi` does not have.
fn node_pool() -> Json {
    let requirement =
        |key: &str, values: &[&str]| json!({"key": key, "operator": "In", "values": values});
    json!({
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "arm64"},
        "spec": {
            "disruption": {
                "consolidateAfter": "1m",
                "consolidationPolicy": "WhenEmptyOrUnderutilized",
            },
            "limits": {"cpu": yaml::code(".Values.nodePool.cpus")},
            "template": {"spec": {
                "nodeClassRef": {"group": "eks.amazonaws.com", "kind": "NodeClass", "name": "default"},
                "requirements": [
                    requirement("kubernetes.io/arch", &["arm64"]),
                    requirement("karpenter.sh/capacity-type", &["on-demand"]),
                    requirement("eks.amazonaws.com/instance-category", &["c", "m", "r", "t"]),
                ],
            }},
        },
    })
}

/// Without it Auto Mode takes network policies, and does nothing about them.
fn network_policies() -> Json {
    json!({
        "apiVersion": "v1",
        "data": {"enable-network-policy-controller": "true"},
        "kind": "ConfigMap",
        "metadata": {"name": "amazon-vpc-cni", "namespace": "kube-system"},
    })
}
