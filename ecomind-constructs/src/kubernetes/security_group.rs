//! Security groups of pods.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde_json::{Value as Json, json};

use crate::aws::eks::Workload;

use super::pod;

/// What gives the pods of a workload a security group of their own when they are made: a type of
/// the controller of EKS, which `k8s-openapi` does not have.
pub(super) fn security_group_policy(workload: &Workload, group: &str) -> Json {
    let metadata =
        ObjectMeta { namespace: Some(workload.namespace.clone()), ..pod::metadata(workload) };
    json!({
        "apiVersion": "vpcresources.k8s.aws/v1beta1",
        "kind": "SecurityGroupPolicy",
        "metadata": metadata,
        "spec": {
            "podSelector": pod::selector(workload),
            "securityGroups": {"groupIds": [group]},
        },
    })
}
