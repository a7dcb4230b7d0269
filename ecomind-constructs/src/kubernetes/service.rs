//! How others call a service, and how a load balancer finds its pods.

use k8s_openapi::{
    api::core::v1::{Service, ServicePort, ServiceSpec},
    apimachinery::pkg::util::intstr::IntOrString,
};
use serde_json::{Value as Json, json};

use crate::aws::eks::Workload;

use super::pod;

/// The host that others call, at the ports of the container.
pub(super) fn service(workload: &Workload) -> Service {
    let ports = workload.container.ports.iter().map(|port| ServicePort {
        app_protocol: port.is_http.then(|| "http".to_owned()),
        name: Some(port.name.clone()),
        port: port.number.into(),
        protocol: Some("TCP".to_owned()),
        target_port: Some(IntOrString::String(port.name.clone())),
        ..ServicePort::default()
    });
    Service {
        metadata: pod::metadata(workload),
        spec: Some(ServiceSpec {
            ports: Some(ports.collect()),
            selector: Some(pod::labels(workload)),
            type_: Some("ClusterIP".to_owned()),
            ..ServiceSpec::default()
        }),
        status: None,
    }
}

/// What fills the target group of a load balancer that CloudFormation made: a type of the controller
/// of load balancers, which `k8s-openapi` does not have. That of Auto Mode reads its own.
pub(super) fn target_group_binding(workload: &Workload, group: &str) -> Json {
    let port = workload
        .container
        .ports
        .first()
        .map_or(0, |port| port.number);
    let version =
        if workload.is_auto_mode { "eks.amazonaws.com/v1" } else { "elbv2.k8s.aws/v1beta1" };
    json!({
        "apiVersion": version,
        "kind": "TargetGroupBinding",
        "metadata": pod::metadata(workload),
        "spec": {
            "serviceRef": {"name": workload.container.name, "port": port},
            "targetGroupARN": group,
            "targetType": "ip",
        },
    })
}
