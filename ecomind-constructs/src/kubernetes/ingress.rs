//! A load balancer that the cluster makes, for those who have none of CloudFormation's.

use k8s_openapi::{
    api::networking::v1::{
        HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule,
        IngressServiceBackend, IngressSpec, ServiceBackendPort,
    },
    apimachinery::pkg::apis::meta::v1::ObjectMeta,
};
use serde_json::{Value as Json, json};

use crate::aws::eks::{Kind, Workload};

/// The paths of all services that a load balancer leads to, in the order of its rules.
pub(super) fn ingress(name: &str, host: &str, all: &[&Workload]) -> Ingress {
    let mut led_to: Vec<_> = all
        .iter()
        .filter_map(|workload| match &workload.kind {
            Kind::Service { behind: Some(behind), .. } => Some((behind.priority, behind, workload)),
            _ => None,
        })
        .collect();
    led_to.sort_by_key(|(priority, ..)| *priority);
    let health = led_to
        .first()
        .map_or("/", |(_, behind, _)| behind.health_path.as_str());
    let annotations = [
        ("healthcheck-path", health),
        ("listen-ports", r#"[{"HTTPS":443}]"#),
        ("target-type", "ip"),
    ];
    let annotations = annotations
        .map(|(key, value)| (format!("alb.ingress.kubernetes.io/{key}"), value.to_owned()));
    let paths = led_to.iter().flat_map(|(_, behind, workload)| {
        let backend = IngressBackend {
            resource: None,
            service: Some(IngressServiceBackend {
                name: workload.container.name.clone(),
                port: Some(ServiceBackendPort {
                    name: workload
                        .container
                        .ports
                        .first()
                        .map(|port| port.name.clone()),
                    number: None,
                }),
            }),
        };
        behind.paths.iter().map(move |path| HTTPIngressPath {
            backend: backend.clone(),
            path: Some(path.clone()),
            // Load balancers read `*` in paths.
            path_type: "ImplementationSpecific".to_owned(),
        })
    });
    Ingress {
        metadata: ObjectMeta {
            annotations: Some(annotations.into_iter().collect()),
            name: Some(name.to_owned()),
            ..ObjectMeta::default()
        },
        spec: Some(IngressSpec {
            ingress_class_name: Some(name.to_owned()),
            rules: Some(vec![IngressRule {
                host: Some(host.to_owned()),
                http: Some(HTTPIngressRuleValue { paths: paths.collect() }),
            }]),
            ..IngressSpec::default()
        }),
        status: None,
    }
}

/// The class that has the controller of Auto Mode make an Application Load Balancer.
pub(super) fn class(name: &str) -> Json {
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "IngressClass",
        "metadata": {"name": name},
        "spec": {
            "controller": "eks.amazonaws.com/alb",
            "parameters": {"apiGroup": "eks.amazonaws.com", "kind": "IngressClassParams", "name": name},
        },
    })
}

/// What the load balancer is like.
pub(super) fn class_parameters(name: &str, certificate: &str) -> Json {
    json!({
        "apiVersion": "eks.amazonaws.com/v1",
        "kind": "IngressClassParams",
        "metadata": {"name": name},
        "spec": {"certificateARNs": [certificate], "scheme": "internal"},
    })
}
