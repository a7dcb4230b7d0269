//! New versions step by step, for clusters that have Argo Rollouts.

use serde_json::{Value as Json, json};

use crate::aws::eks::Workload;

use super::pod;

/// A twentieth of the pods first, then half, then all: each step is watched for ten minutes, and a
/// version whose pods don't become well is taken back.
///
/// Argo takes the pods of the deployment over, and rounds a step up to whole pods.
pub(super) fn rollout(workload: &Workload) -> Json {
    let watched = json!({"pause": {"duration": "10m"}});
    json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "metadata": pod::metadata(workload),
        "spec": {
            "progressDeadlineAbort": true,
            "revisionHistoryLimit": 3,
            "selector": pod::selector(workload),
            "strategy": {"canary": {"maxUnavailable": 0, "steps": [
                {"setWeight": 5}, watched.clone(), {"setWeight": 50}, watched, {"setWeight": 100},
            ]}},
            "workloadRef": {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "name": workload.container.name,
                "scaleDown": "onsuccess",
            },
        },
    })
}
