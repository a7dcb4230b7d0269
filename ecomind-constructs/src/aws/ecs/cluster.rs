//! Clusters.

use crate::{
    Result,
    aws::{kms::Key, logs::LogGroup},
    cfn::{
        ecs as cfn,
        ids::ecs::{ClusterArn, ClusterName},
        servicediscovery,
    },
    tree::{Ref, Resource as _, Scope},
    value::Value,
};

/// A group of services that share settings.
///
/// Container Insights observes every task and container of it.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let sessions = LogGroup::builder("Sessions").build(stack)?;
/// let cluster = Cluster::builder("Cluster")
///     .namespace("ecomind.internal")
///     .exec_log(&sessions)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ECS::Cluster`](cfn::Cluster)
#[derive(Debug, Clone, Copy)]
pub struct Cluster {
    resource: Ref<cfn::Cluster>,
    namespace: Option<Ref<servicediscovery::HttpNamespace>>,
    exec: ExecLogging,
}

/// Where the sessions of ECS Exec are written, and with what they are encrypted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ExecLogging {
    pub(super) log: Option<LogGroup>,
    pub(super) encryption_key: Option<Key>,
}

/// What Container Insights collects.
///
/// AWS: [Container Insights](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContainerInsights {
    /// Metrics of the cluster, its services, tasks and containers.
    Enhanced,
    /// Metrics of the cluster and its services.
    Enabled,
    /// Nothing, which costs nothing.
    Disabled,
}

/// Builds a [`Cluster`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ClusterBuilder {
    id: String,
    container_insights: ContainerInsights,
    namespace: Option<String>,
    exec: ExecLogging,
}

impl Cluster {
    /// Starts a cluster.
    pub fn builder(id: impl Into<String>) -> ClusterBuilder {
        ClusterBuilder {
            id: id.into(),
            container_insights: ContainerInsights::Enhanced,
            namespace: None,
            exec: ExecLogging::default(),
        }
    }

    /// The name of the cluster.
    #[must_use]
    pub fn name(self) -> Value<ClusterName> {
        self.resource.reference().cast()
    }

    /// The ARN of the cluster.
    #[must_use]
    pub fn arn(self) -> Value<ClusterArn> {
        self.resource.arn()
    }

    /// Where its services find each other, if it was built with a namespace.
    #[must_use]
    pub fn namespace(self) -> Option<Ref<servicediscovery::HttpNamespace>> {
        self.namespace
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Cluster> {
        self.resource
    }

    pub(super) fn exec(self) -> ExecLogging {
        self.exec
    }
}

impl ClusterBuilder {
    /// What Container Insights collects. Default: [`ContainerInsights::Enhanced`].
    pub fn container_insights(mut self, insights: ContainerInsights) -> Self {
        self.container_insights = insights;
        self
    }

    /// The name that services find each other under with Service Connect, unique in its account
    /// and region. Default: they don't.
    pub fn namespace(mut self, name: impl Into<String>) -> Self {
        self.namespace = Some(name.into());
        self
    }

    /// The log group that sessions of ECS Exec are written to. Default: that of the container.
    pub fn exec_log(mut self, log: &LogGroup) -> Self {
        self.exec.log = Some(*log);
        self
    }

    /// The key that encrypts sessions of ECS Exec, beside TLS. Default: none.
    pub fn exec_encryption_key(mut self, key: &Key) -> Self {
        self.exec.encryption_key = Some(*key);
        self
    }

    /// Adds the cluster to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Cluster> {
        let mut scope = scope.child(&self.id)?;
        if let Some(name) = &self.namespace {
            let plain = |c: char| c.is_ascii_graphic() && !"<>\"/".contains(c);
            if name.is_empty() || 1024 < name.len() || !name.chars().all(plain) {
                let reason = format!(
                    "must be 1 to 1,024 characters without `<`, `>`, `/` and quotes, got {name:?}"
                );
                return Err(scope.invalid("namespace", reason));
            }
        }
        let namespace = match self.namespace {
            None => None,
            Some(name) => {
                let mut scope = scope.child("DefaultServiceDiscoveryNamespace")?;
                let namespace =
                    servicediscovery::HttpNamespace::new(name).add("Resource", &mut scope)?;
                Some(namespace)
            }
        };

        let mut cluster = cfn::Cluster::new()
            .cluster_settings([cfn::ClusterClusterSettings::new()
                .name("containerInsights")
                .value(self.container_insights.value())]);
        if let Some(configuration) = self.exec.configuration() {
            cluster = cluster.configuration(configuration);
        }
        if let Some(namespace) = namespace {
            cluster = cluster.service_connect_defaults(
                cfn::ClusterServiceConnectDefaults::new().namespace(namespace.arn()),
            );
        }
        let resource = cluster.add("Resource", &mut scope)?;
        Ok(Cluster { resource, namespace, exec: self.exec })
    }
}

impl ContainerInsights {
    fn value(self) -> &'static str {
        match self {
            Self::Enhanced => "enhanced",
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
        }
    }
}

impl ExecLogging {
    fn configuration(self) -> Option<cfn::ClusterClusterConfiguration> {
        if self.log.is_none() && self.encryption_key.is_none() {
            return None;
        }
        let mut exec = cfn::ClusterExecuteCommandConfiguration::new();
        if let Some(key) = self.encryption_key {
            let arn: Value<crate::cfn::ids::kms::KeyId> = key.arn().cast();
            exec = exec.kms_key_id(arn);
        }
        exec = match self.log {
            None => exec.logging(cfn::ClusterLogging::Default),
            Some(log) => exec
                .logging(cfn::ClusterLogging::Override)
                .log_configuration(
                    cfn::ClusterExecuteCommandLogConfiguration::new()
                        .cloud_watch_log_group_name(log.name()),
                ),
        };
        Some(cfn::ClusterClusterConfiguration::new().execute_command_configuration(exec))
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::ecs::ContainerInsights, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| Cluster::builder("Cluster").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let sessions = LogGroup::builder("Sessions").build(stack)?;
            Cluster::builder("Cluster")
                .container_insights(ContainerInsights::Enabled)
                .namespace("ecomind.internal")
                .exec_log(&sessions)
                .exec_encryption_key(&key)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_names_that_cloud_map_refuses() {
        let error = testing::reject(|stack| {
            Cluster::builder("Cluster")
                .namespace("eco/mind")
                .build(stack)
        });
        insta::assert_snapshot!(error, @r#"`namespace` of `Test/Cluster` must be 1 to 1,024 characters without `<`, `>`, `/` and quotes, got "eco/mind""#);
    }
}
