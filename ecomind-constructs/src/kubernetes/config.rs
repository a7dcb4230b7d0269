//! What containers are told, and what they are called.

use k8s_openapi::api::core::v1::{ConfigMap, ServiceAccount};

use crate::aws::eks::Workload;

use super::pod;

/// The variables that everybody may read.
pub(super) fn config_map(workload: &Workload, told: impl Fn(&str) -> String) -> ConfigMap {
    let variables = workload.container.variables.iter();
    ConfigMap {
        data: Some(
            variables
                .map(|(name, _)| (name.clone(), told(name)))
                .collect(),
        ),
        metadata: pod::metadata(workload),
        ..ConfigMap::default()
    }
}

/// What the role of the pods goes by. No pod gets a token for the API of Kubernetes.
pub(super) fn service_account(workload: &Workload) -> ServiceAccount {
    ServiceAccount {
        automount_service_account_token: Some(false),
        metadata: pod::metadata(workload),
        ..ServiceAccount::default()
    }
}
