//! Alarms about services.

use crate::{
    Result,
    aws::cloudwatch::{Alarm, Comparison, Metric, MissingData, Statistic, actions::Actions},
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Value},
};

use super::threshold::{percent_flaw, whole};

/// The alarms of one ECS service: processor, memory, and how many tasks run.
///
/// The cluster needs Container Insights, which is what counts the tasks, unless you say that it is
/// [without](ServiceAlarmsBuilder::without_container_insights).
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let alarms = ServiceAlarms::builder("ApiAlarms", "ecomind", "api").running_tasks(3).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of ECS](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html)
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ServiceAlarms {
    /// The processors are busy.
    pub cpu: Alarm,
    /// The memory fills up.
    pub memory: Alarm,
    /// Tasks are missing.
    pub running_tasks: Alarm,
}

/// Builds [`ServiceAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ServiceAlarmsBuilder {
    id: String,
    cluster: Value<String>,
    service: Value<String>,
    cpu: u32,
    memory: u32,
    running_tasks: u32,
    has_insights: bool,
    actions: Actions,
}

impl ServiceAlarms {
    /// Starts the alarms of the service with this name in the cluster with that name.
    pub fn builder(
        id: impl Into<String>,
        cluster: impl IntoValue<String>,
        service: impl IntoValue<String>,
    ) -> ServiceAlarmsBuilder {
        ServiceAlarmsBuilder {
            id: id.into(),
            cluster: cluster.into_value(),
            service: service.into_value(),
            cpu: 85,
            memory: 85,
            running_tasks: 1,
            has_insights: true,
            actions: Actions::default(),
        }
    }
}

impl ServiceAlarmsBuilder {
    /// How many percent of the processors, for a quarter of an hour, are too many. Default: 85,
    /// which autoscaling at 70 does not reach.
    pub fn cpu(mut self, percent: u32) -> Self {
        self.cpu = percent;
        self
    }

    /// How many percent of the memory, for a quarter of an hour, are too many. Default: 85.
    pub fn memory(mut self, percent: u32) -> Self {
        self.memory = percent;
        self
    }

    /// How many tasks have to run. Default: 1.
    pub fn running_tasks(mut self, tasks: u32) -> Self {
        self.running_tasks = tasks;
        self
    }

    /// Counts tasks by how many of them say each minute what of their processors they use, which
    /// costs nothing and takes no Container Insights. Default: Container Insights count them.
    pub fn without_container_insights(mut self) -> Self {
        self.has_insights = false;
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ServiceAlarms> {
        let mut scope = scope.child(&self.id)?;
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        for (setter, percent) in [("cpu", self.cpu), ("memory", self.memory)] {
            if let Some(reason) = percent_flaw(percent) {
                return Err(scope.invalid(setter, reason));
            }
        }
        if self.running_tasks == 0 {
            return Err(scope.invalid("running_tasks", "must be at least 1, got 0"));
        }
        let metric = |namespace, name| {
            Metric::new(namespace, name)
                .dimension("ClusterName", &self.cluster)
                .dimension("ServiceName", &self.service)
        };
        let cpu = metric("AWS/ECS", "CPUUtilization");
        let memory = metric("AWS/ECS", "MemoryUtilization");
        let tasks = if self.has_insights {
            metric("ECS/ContainerInsights", "RunningTaskCount").statistic(Statistic::Minimum)
        } else {
            // Each task tells it once a minute.
            metric("AWS/ECS", "CPUUtilization").statistic(Statistic::SampleCount)
        };
        let tasks = tasks.period(Duration::minutes(1));
        Ok(ServiceAlarms {
            cpu: Alarm::builder("Cpu", cpu, whole(self.cpu))
                .actions(&self.actions)
                .build(&mut scope)?,
            memory: Alarm::builder("Memory", memory, whole(self.memory))
                .actions(&self.actions)
                .build(&mut scope)?,
            running_tasks: Alarm::builder("RunningTasks", tasks, whole(self.running_tasks))
                .comparison(Comparison::LessThan)
                // A deployment or a lost task is over sooner.
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
    fn defaults() {
        let template =
            testing::synth(|stack| ServiceAlarms::builder("Alarms", "ecomind", "api").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            ServiceAlarms::builder("Alarms", value::stack_name(), "api")
                .cpu(60)
                .memory(70)
                .running_tasks(3)
                .notify(TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_an_alarm_that_never_goes_off() {
        let error = testing::reject(|stack| {
            ServiceAlarms::builder("Alarms", "ecomind", "api")
                .running_tasks(0)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`running_tasks` of `Test/Alarms` must be at least 1, got 0");
    }

    #[test]
    fn tasks_are_counted_without_container_insights() {
        let template = testing::synth(|stack| {
            ServiceAlarms::builder("Alarms", "ecomind", "api")
                .without_container_insights()
                .build(stack)
        });
        let yaml = template.yaml();
        let alarm = yaml.split("AlarmsRunningTasks").nth(1).unwrap();
        assert!(!yaml.contains("ContainerInsights"));
        assert!(
            alarm.contains("Statistic: SampleCount") && alarm.contains("Period: 60"),
            "{alarm}"
        );
    }
}
