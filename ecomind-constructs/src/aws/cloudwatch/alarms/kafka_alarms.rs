//! Alarms about Kafka.

use crate::{
    Result,
    aws::cloudwatch::{
        Alarm, AlarmBuilder, Comparison, Metric, MetricMath, MissingData, Statistic,
        actions::Actions,
    },
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Value},
};

use super::threshold::{percent_flaw, whole};

/// The alarms of one MSK cluster: for each broker its processor, its disk and its partitions
/// without enough replicas, for the cluster partitions that nobody leads and a missing controller,
/// and consumers that are behind.
///
/// The thresholds are those that AWS recommends.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let alarms = KafkaAlarms::builder("EventsAlarms", "events", 3)
///     .consumer_lag("worker", "readings", Duration::minutes(5))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of MSK](https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html)
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct KafkaAlarms {
    /// Every alarm: those of the cluster, of the brokers in their order, of the consumers.
    pub all: Vec<Alarm>,
}

/// Builds [`KafkaAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct KafkaAlarmsBuilder {
    id: String,
    cluster: Value<String>,
    brokers: u32,
    cpu: u32,
    disk: u32,
    cpu_credits: Option<u32>,
    consumers: Vec<(String, String, Duration)>,
    actions: Actions,
}

/// An account can't have more in a cluster.
const MOST_BROKERS: u32 = 60;

impl KafkaAlarms {
    /// Starts the alarms of the cluster with this name, of so many brokers.
    pub fn builder(
        id: impl Into<String>,
        cluster: impl IntoValue<String>,
        brokers: u32,
    ) -> KafkaAlarmsBuilder {
        KafkaAlarmsBuilder {
            id: id.into(),
            cluster: cluster.into_value(),
            brokers,
            cpu: 60,
            disk: 85,
            cpu_credits: None,
            consumers: Vec::new(),
            actions: Actions::default(),
        }
    }
}

impl KafkaAlarmsBuilder {
    /// How many percent of a broker's processor, for a quarter of an hour, are too many. Default:
    /// 60, so that the others can do the work of one that fails.
    pub fn cpu(mut self, percent: u32) -> Self {
        self.cpu = percent;
        self
    }

    /// How many percent of a broker's disk are too many. Default: 85.
    pub fn disk(mut self, percent: u32) -> Self {
        self.disk = percent;
        self
    }

    /// How few CPU credits are too few, for brokers that can burst such as `kafka.t3.small`.
    /// Default: no alarm, for the others have no such metric.
    pub fn cpu_credits(mut self, credits: u32) -> Self {
        self.cpu_credits = Some(credits);
        self
    }

    /// How long a consumer group may take to reach the newest message of a topic. Adds to those
    /// before; default: none.
    pub fn consumer_lag(
        mut self,
        group: impl Into<String>,
        topic: impl Into<String>,
        lag: Duration,
    ) -> Self {
        self.consumers.push((group.into(), topic.into(), lag));
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<KafkaAlarms> {
        let mut scope = scope.child(&self.id)?;
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        if !(1..=MOST_BROKERS).contains(&self.brokers) {
            let reason = format!("must be 1 to {MOST_BROKERS}, got {}", self.brokers);
            return Err(scope.invalid("brokers", reason));
        }
        for (setter, percent) in [("cpu", self.cpu), ("disk", self.disk)] {
            if let Some(reason) = percent_flaw(percent) {
                return Err(scope.invalid(setter, reason));
            }
        }
        let mut alarms = self.of_the_cluster();
        for broker in 1..=self.brokers {
            alarms.extend(self.of_broker(broker));
        }
        alarms.extend(self.of_consumers());
        let alarms = alarms.into_iter();
        let all = alarms.map(|alarm| alarm.actions(&self.actions).build(&mut scope));
        Ok(KafkaAlarms { all: all.collect::<Result<_>>()? })
    }

    fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/Kafka", name)
            .dimension("Cluster Name", &self.cluster)
            .statistic(Statistic::Maximum)
    }

    fn of_the_cluster(&self) -> Vec<AlarmBuilder> {
        let offline = self
            .metric("OfflinePartitionsCount")
            .period(Duration::minutes(1));
        let controller = self
            .metric("ActiveControllerCount")
            .period(Duration::minutes(1));
        vec![
            Alarm::builder("OfflinePartitions", offline, 1),
            Alarm::builder("ActiveController", controller, 1)
                .comparison(Comparison::LessThan)
                .missing_data(MissingData::Breaching),
        ]
    }

    fn of_broker(&self, broker: u32) -> Vec<AlarmBuilder> {
        let metric = |name| self.metric(name).dimension("Broker ID", broker.to_string());
        let id = |what: &str| format!("Broker{broker}{what}");
        let mean = |name| metric(name).statistic(Statistic::Average);
        let cpu = MetricMath::new("user + system")
            .using("user", mean("CpuUser"))
            .using("system", mean("CpuSystem"))
            .label("CPU [%]");
        let mut alarms = vec![
            Alarm::builder(id("Cpu"), cpu, whole(self.cpu)),
            Alarm::builder(id("Disk"), metric("KafkaDataLogsDiskUsed"), whole(self.disk))
                .evaluation_periods(1),
            Alarm::builder(id("UnderReplicated"), metric("UnderReplicatedPartitions"), 1),
            Alarm::builder(id("UnderMinIsr"), metric("UnderMinIsrPartitionCount"), 1),
        ];
        if let Some(credits) = self.cpu_credits {
            let balance = metric("CPUCreditBalance").statistic(Statistic::Minimum);
            let alarm = Alarm::builder(id("CpuCredits"), balance, whole(credits))
                .comparison(Comparison::LessThan);
            alarms.push(alarm);
        }
        alarms
    }

    fn of_consumers(&self) -> Vec<AlarmBuilder> {
        let alarm = |(group, topic, lag): &(String, String, Duration)| {
            let metric = self
                .metric("EstimatedMaxTimeLag")
                .dimension("Consumer Group", group)
                .dimension("Topic", topic);
            Alarm::builder(format!("{group}Behind{topic}"), metric, whole(lag.as_seconds()))
                // A group that has read everything and left says nothing.
                .missing_data(MissingData::NotBreaching)
        };
        self.consumers.iter().map(alarm).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    #[test]
    fn defaults() {
        let template =
            testing::synth(|stack| KafkaAlarms::builder("Alarms", "events", 2).build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            KafkaAlarms::builder("Alarms", value::stack_name(), 1)
                .cpu(50)
                .disk(70)
                .cpu_credits(50)
                .consumer_lag("worker", "readings", Duration::minutes(5))
                .notify(TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_clusters_that_cannot_be() {
        let none =
            testing::reject(|stack| KafkaAlarms::builder("Alarms", "events", 0).build(stack));
        insta::assert_snapshot!(none, @"`brokers` of `Test/Alarms` must be 1 to 60, got 0");
        let full = testing::reject(|stack| {
            KafkaAlarms::builder("Alarms", "events", 3)
                .disk(101)
                .build(stack)
        });
        insta::assert_snapshot!(full, @"`disk` of `Test/Alarms` must be 1 to 100 percent, got 101");
    }
}
