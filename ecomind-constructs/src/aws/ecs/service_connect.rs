//! How services find each other.

use crate::cfn::ecs as cfn;

use super::{Cluster, fargate_task_definition::Parts};

/// What a service does in the namespace of its cluster.
///
/// ECS runs a proxy beside each task, by which the others are called as if they were one host.
/// Security groups still have to allow it: `api.allow_from(&ui, stack)`.
///
/// AWS: [Service Connect](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html)
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServiceConnect {
    /// It calls others.
    Client,
    /// It calls others, and is called under a name, on the port that its container listens on.
    Server {
        /// The port as its container calls it, such as `http`.
        port_name: String,
        /// The host that others call, such as `api`.
        dns_name: String,
    },
}

impl ServiceConnect {
    /// A server under `dns_name` by its port `http`.
    pub fn server(dns_name: impl Into<String>) -> Self {
        Self::Server { port_name: "http".to_owned(), dns_name: dns_name.into() }
    }

    /// Its part of a service, or what is wrong with it.
    pub(super) fn configuration(
        &self,
        cluster: Cluster,
        task: &Parts,
    ) -> Result<cfn::ServiceServiceConnectConfiguration, String> {
        let Some(namespace) = cluster.namespace() else {
            return Err("must be left out in a cluster without a namespace".to_owned());
        };
        let log = cfn::ServiceLogConfiguration::new()
            .log_driver("awslogs")
            .options(task.log_options.clone());
        let configuration = cfn::ServiceServiceConnectConfiguration::new(true)
            .namespace(namespace.arn())
            .log_configuration(log);
        let Self::Server { port_name, dns_name } = self else { return Ok(configuration) };

        let is_label = |label: &str| {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            let inside = !label.starts_with('-') && !label.ends_with('-');
            (1..=63).contains(&label.len()) && inside && label.chars().all(plain)
        };
        if !dns_name.split('.').all(is_label) {
            return Err(format!(
                "must have a host of small letters, digits and hyphens, got {dns_name:?}"
            ));
        }
        let Some(port) = task.ports.iter().find(|port| port.name == *port_name) else {
            let known: Vec<String> = task
                .ports
                .iter()
                .map(|port| format!("{:?}", port.name))
                .collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(format!(
                "must name a port of the container {:?}, of which there is {known}, got {port_name:?}",
                task.container
            ));
        };
        let alias = cfn::ServiceServiceConnectClientAlias::new(port.number).dns_name(dns_name);
        let service = cfn::ServiceServiceConnectService::new(port_name)
            .discovery_name(dns_name.replace('.', "-"))
            .client_aliases([alias]);
        Ok(configuration.services([service]))
    }
}
