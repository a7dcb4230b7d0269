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

/// Whose controller makes the load balancer, and what it calls things.
pub(super) struct Controller {
    class: &'static str,
    group: &'static str,
    version: &'static str,
    /// Where certificates are in the parameters of a class.
    pub(super) certificates: &'static str,
}

/// That of Auto Mode.
pub(super) const AUTO_MODE: Controller = Controller {
    class: "eks.amazonaws.com/alb",
    group: "eks.amazonaws.com",
    version: "v1",
    certificates: "certificateARNs",
};
/// The AWS Load Balancer Controller, which somebody installs.
pub(super) const INSTALLED: Controller = Controller {
    class: "ingress.k8s.aws/alb",
    group: "elbv2.k8s.aws",
    version: "v1beta1",
    certificates: "certificateArn",
};

impl Controller {
    /// The class that has it make an Application Load Balancer.
    pub(super) fn class(&self, name: &str) -> Json {
        json!({
            "apiVersion": "networking.k8s.io/v1",
            "kind": "IngressClass",
            "metadata": {"name": name},
            "spec": {
                "controller": self.class,
                "parameters": {"apiGroup": self.group, "kind": "IngressClassParams", "name": name},
            },
        })
    }

    /// What the load balancer is like.
    pub(super) fn class_parameters(&self, name: &str, certificate: &str) -> Json {
        json!({
            "apiVersion": format!("{}/{}", self.group, self.version),
            "kind": "IngressClassParams",
            "metadata": {"name": name},
            "spec": {self.certificates: [certificate], "scheme": "internal"},
        })
    }
}
