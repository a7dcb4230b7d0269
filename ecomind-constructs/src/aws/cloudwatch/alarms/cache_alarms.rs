//! Alarms about caches.

use crate::{
    Result,
    aws::cloudwatch::{Alarm, Metric, Statistic, actions::Actions},
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{IntoValue, Value},
};

use super::threshold::{percent_flaw, whole};

/// The alarms of one ElastiCache node: its engine's processor, its memory, and what it threw away
/// for want of it.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let alarms = CacheAlarms::builder("SessionsAlarms", "sessions-001").memory(70).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of ElastiCache](https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html)
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CacheAlarms {
    /// The thread that answers is busy.
    pub engine_cpu: Alarm,
    /// The memory fills up.
    pub memory: Alarm,
    /// Keys went before they expired.
    pub evictions: Alarm,
}

/// Builds [`CacheAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct CacheAlarmsBuilder {
    id: String,
    cluster: Value<String>,
    engine_cpu: u32,
    memory: u32,
    evictions: u32,
    actions: Actions,
}

/// Every node of Valkey and Redis is a cache cluster of its own with one node of this id.
const NODE: &str = "0001";

impl CacheAlarms {
    /// Starts the alarms of the node that is this cache cluster: the nodes of a replication group
    /// are `<group>-001`, `<group>-002` and so on.
    pub fn builder(id: impl Into<String>, cluster: impl IntoValue<String>) -> CacheAlarmsBuilder {
        CacheAlarmsBuilder {
            id: id.into(),
            cluster: cluster.into_value(),
            engine_cpu: 80,
            memory: 80,
            evictions: 1,
            actions: Actions::default(),
        }
    }
}

impl CacheAlarmsBuilder {
    /// How many percent of the engine's thread, for a quarter of an hour, are too many.
    /// Default: 80.
    pub fn engine_cpu(mut self, percent: u32) -> Self {
        self.engine_cpu = percent;
        self
    }

    /// How many percent of the memory, for a quarter of an hour, are too many. Default: 80.
    pub fn memory(mut self, percent: u32) -> Self {
        self.memory = percent;
        self
    }

    /// How many keys in 5 minutes are too many to be thrown away. Default: 1, for in a cache of
    /// sessions each is somebody who has to sign in again.
    pub fn evictions(mut self, keys: u32) -> Self {
        self.evictions = keys;
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<CacheAlarms> {
        let mut scope = scope.child(&self.id)?;
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        for (setter, percent) in [("engine_cpu", self.engine_cpu), ("memory", self.memory)] {
            if let Some(reason) = percent_flaw(percent) {
                return Err(scope.invalid(setter, reason));
            }
        }
        let metric = |name| {
            Metric::new("AWS/ElastiCache", name)
                .dimension("CacheClusterId", &self.cluster)
                .dimension("CacheNodeId", NODE)
        };
        let cpu = metric("EngineCPUUtilization");
        let memory = metric("DatabaseMemoryUsagePercentage");
        let evictions = metric("Evictions").statistic(Statistic::Sum);
        Ok(CacheAlarms {
            engine_cpu: Alarm::builder("EngineCpu", cpu, whole(self.engine_cpu))
                .actions(&self.actions)
                .build(&mut scope)?,
            memory: Alarm::builder("Memory", memory, whole(self.memory))
                .actions(&self.actions)
                .build(&mut scope)?,
            evictions: Alarm::builder("Evictions", evictions, whole(self.evictions))
                .evaluation_periods(1)
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
            testing::synth(|stack| CacheAlarms::builder("Alarms", "sessions-001").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let node = value::concat([value::stack_name(), "-001".into_value()]);
            CacheAlarms::builder("Alarms", node)
                .engine_cpu(60)
                .memory(70)
                .evictions(100)
                .notify(TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_more_than_the_whole_memory() {
        let error = testing::reject(|stack| {
            CacheAlarms::builder("Alarms", "sessions-001")
                .memory(120)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`memory` of `Test/Alarms` must be 1 to 100 percent, got 120");
    }
}
