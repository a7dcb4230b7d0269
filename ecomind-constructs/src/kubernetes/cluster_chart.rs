//! What a cluster has to have before the chart of services.

use std::collections::BTreeMap;

use k8s_openapi::{api::core::v1::Namespace, apimachinery::pkg::apis::meta::v1::ObjectMeta};
use serde_json::{Value as Json, json};

use crate::tree::AppFile;

use super::{
    chart_files,
    manifest::{Manifest, Values},
    security_group::security_group_policy,
    workload_manifests::{Surroundings, text, values_path},
};

/// The templates of the chart `cluster`, which is installed once before each release of the
/// others: each by its path below `templates/`.
///
/// They are not in the chart of services, since Helm makes types of controllers after pods. A pod
/// that is there before its policy has the security group of its server, and a migration, which is
/// a hook, would wait for servers that come after it.
pub(super) fn manifests(
    around: &Surroundings<'_>,
    fill: &dyn Fn(&str) -> String,
) -> BTreeMap<String, Manifest> {
    let mut all = BTreeMap::new();
    let Some(first) = around.all.first() else { return all };
    let mut add = |path: &str, manifest| all.insert(format!("{path}.yaml"), manifest);
    add("namespace", Manifest::new("namespace", &namespace(&first.namespace)));
    if first.is_auto_mode {
        let pool = Manifest::new("node-pool", &node_pool(first.security_group.is_some()));
        add("node-pool", pool.lift("/spec/limits/cpu", "nodePool.cpus"));
        add("network-policies", Manifest::new("network-policies", &network_policies()));
    }
    for workload in &around.all {
        let Some(group) = &workload.security_group else { continue };
        let path = format!("{}.securityGroupId", values_path(workload));
        let group = text(&group.clone().cast(), &path, fill);
        let policy = Manifest::new("security-group", &security_group_policy(workload, &group))
            .lift_text("/spec/securityGroups/groupIds/0", &path);
        add(&format!("security-groups/{}", workload.container.name), policy);
    }
    all
}

/// The files of the chart.
pub(super) fn files(
    folder: &str,
    version: &str,
    kubernetes: &str,
    manifests: &BTreeMap<String, Manifest>,
) -> Vec<AppFile> {
    let file = |path: &str, text: String| AppFile::new(format!("{folder}/cluster/{path}"), text);
    let mut values = Values::default();
    manifests
        .values()
        .for_each(|manifest| manifest.collect(&mut values));
    let description = "What the services need of their cluster.";
    let about = "What is empty is an output of a stack: outputs --format helm-values prints it.";
    let mut files = vec![
        file("Chart.yaml", chart_files::chart("cluster", description, version, kubernetes)),
        file("values.yaml", chart_files::values(about, &values.known)),
    ];
    for (path, manifest) in manifests {
        files.push(file(&format!("templates/{path}"), manifest.template()));
    }
    files
}

/// The namespace of services, which takes no pod that could do more than they need. It stays when
/// the chart goes, as long as services are in it.
fn namespace(name: &str) -> Namespace {
    let one = |key: &str, value: &str| Some([(key.to_owned(), value.to_owned())].into());
    Namespace {
        metadata: ObjectMeta {
            annotations: one("helm.sh/resource-policy", "keep"),
            labels: one("pod-security.kubernetes.io/enforce", "restricted"),
            name: Some(name.to_owned()),
            ..ObjectMeta::default()
        },
        ..Namespace::default()
    }
}

/// A type of Karpenter, which `k8s-openapi` does not have. The pools that Auto Mode brings have no
/// ARM for services.
fn node_pool(has_pod_groups: bool) -> Json {
    let requirement =
        |key: &str, values: &[&str]| json!({"key": key, "operator": "In", "values": values});
    // Types of `t` have no branch network interfaces.
    let categories: &[&str] = if has_pod_groups { &["c", "m", "r"] } else { &["c", "m", "r", "t"] };
    json!({
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "arm64"},
        "spec": {
            "disruption": {
                "consolidateAfter": "1m",
                "consolidationPolicy": "WhenEmptyOrUnderutilized",
            },
            "limits": {"cpu": 16},
            "template": {"spec": {
                "nodeClassRef": {"group": "eks.amazonaws.com", "kind": "NodeClass", "name": "default"},
                "requirements": [
                    requirement("kubernetes.io/arch", &["arm64"]),
                    requirement("karpenter.sh/capacity-type", &["on-demand"]),
                    requirement("eks.amazonaws.com/instance-category", categories),
                ],
            }},
        },
    })
}

/// Without it Auto Mode takes network policies, and does nothing about them.
///
/// AWS: [network policies of Auto Mode](https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html)
fn network_policies() -> Json {
    json!({
        "apiVersion": "v1",
        "data": {"enable-network-policy-controller": "true"},
        "kind": "ConfigMap",
        "metadata": {"name": "amazon-vpc-cni", "namespace": "kube-system"},
    })
}
