//! Alarms about services in a cluster of Kubernetes.

use crate::{
    Result,
    aws::cloudwatch::{Alarm, Comparison, Metric, MissingData, Statistic, actions::Actions},
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Value},
};

use super::threshold::{percent_flaw, whole};

/// The alarms of one deployment of Kubernetes: processor, memory, and how many pods are available.
///
/// The cluster needs [Container Insights](crate::aws::eks::ClusterBuilder::container_insights),
/// which measure all three.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let alarms =
///     PodAlarms::builder("ApiAlarms", "ecomind", "shop", "api").running_pods(3).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of Container Insights](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html)
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct PodAlarms {
    /// The processors are busy.
    pub cpu: Alarm,
    /// The memory fills up.
    pub memory: Alarm,
    /// Pods are missing.
    pub running_pods: Alarm,
}

/// Builds [`PodAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct PodAlarmsBuilder {
    id: String,
    cluster: Value<String>,
    namespace: String,
    deployment: String,
    cpu: u32,
    memory: u32,
    running_pods: u32,
    actions: Actions,
}

impl PodAlarms {
    /// Starts the alarms of the deployment with this name in a namespace of a cluster.
    pub fn builder(
        id: impl Into<String>,
        cluster: impl IntoValue<String>,
        namespace: impl Into<String>,
        deployment: impl Into<String>,
    ) -> PodAlarmsBuilder {
        PodAlarmsBuilder {
            id: id.into(),
            cluster: cluster.into_value(),
            namespace: namespace.into(),
            deployment: deployment.into(),
            cpu: 85,
            memory: 85,
            running_pods: 1,
            actions: Actions::default(),
        }
    }

    /// What is measured of the pods of a deployment, such as `pod_cpu_utilization_over_pod_limit`.
    ///
    /// The agent writes it by the deployment under `PodName`, and `status_replicas_available` too:
    /// `getDeploymentMetricDeclarations` of
    /// [its source](https://github.com/aws/amazon-cloudwatch-agent).
    pub fn metric(
        name: &'static str,
        cluster: impl IntoValue<String>,
        namespace: &str,
        deployment: &str,
    ) -> Metric {
        Metric::new("ContainerInsights", name)
            .dimension("ClusterName", cluster)
            .dimension("Namespace", namespace)
            .dimension("PodName", deployment)
    }
}

impl PodAlarmsBuilder {
    /// How many percent of what pods may use of processors, for a quarter of an hour, are too many.
    /// Default: 85.
    pub fn cpu(mut self, percent: u32) -> Self {
        self.cpu = percent;
        self
    }

    /// How many percent of the memory, for a quarter of an hour, are too many. Default: 85.
    pub fn memory(mut self, percent: u32) -> Self {
        self.memory = percent;
        self
    }

    /// How many pods have to be available. Default: 1.
    pub fn running_pods(mut self, pods: u32) -> Self {
        self.running_pods = pods;
        self
    }

    /// A topic that hears when one goes off, and when it is over. Adds to those before, at most 5;
    /// default: none.
    pub fn notify(mut self, topic: impl IntoValue<TopicArn>) -> Self {
        self.actions.notify(topic);
        self
    }

    /// Adds the alarms to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<PodAlarms> {
        let mut scope = scope.child(&self.id)?;
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        for (setter, percent) in [("cpu", self.cpu), ("memory", self.memory)] {
            if let Some(reason) = percent_flaw(percent) {
                return Err(scope.invalid(setter, reason));
            }
        }
        if self.running_pods == 0 {
            return Err(scope.invalid("running_pods", "must be at least 1, got 0"));
        }
        let metric =
            |name| PodAlarms::metric(name, &self.cluster, &self.namespace, &self.deployment);
        let pods = metric("status_replicas_available")
            .statistic(Statistic::Minimum)
            .period(Duration::minutes(1));
        let (cpu, memory) = (
            metric("pod_cpu_utilization_over_pod_limit"),
            metric("pod_memory_utilization_over_pod_limit"),
        );
        Ok(PodAlarms {
            cpu: Alarm::builder("Cpu", cpu, whole(self.cpu))
                .actions(&self.actions)
                .build(&mut scope)?,
            memory: Alarm::builder("Memory", memory, whole(self.memory))
                .actions(&self.actions)
                .build(&mut scope)?,
            running_pods: Alarm::builder("RunningPods", pods, whole(self.running_pods))
                .comparison(Comparison::LessThan)
                // A deployment or a lost pod is over sooner.
                .evaluation_periods(5)
                .missing_data(MissingData::Breaching)
                .actions(&self.actions)
                .build(&mut scope)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    #[test]
    fn each_alarm_is_about_the_deployment() {
        let template = testing::synth(|stack| {
            PodAlarms::builder("Alarms", "ecomind", "shop", "api")
                .cpu(60)
                .memory(70)
                .running_pods(3)
                .notify(TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_alarms_that_never_go_off() {
        let builder = || PodAlarms::builder("Alarms", "ecomind", "shop", "api");
        let pods = testing::reject(|stack| builder().running_pods(0).build(stack));
        insta::assert_snapshot!(pods, @"`running_pods` of `Test/Alarms` must be at least 1, got 0");
        let cpu = testing::reject(|stack| builder().cpu(101).build(stack));
        insta::assert_snapshot!(cpu, @"`cpu` of `Test/Alarms` must be 1 to 100 percent, got 101");
    }
}
