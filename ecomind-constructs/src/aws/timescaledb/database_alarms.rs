//! Alarms about databases.

use crate::{
    Result,
    aws::cloudwatch::{
        Alarm, Comparison, Metric, MissingData, Statistic,
        alarms::{InstanceAlarms, InstanceAlarmsBuilder, percent_flaw},
    },
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Value},
};

use super::{TimescaleDb, role::NAMESPACE};

/// The alarms of one [`TimescaleDb`]: whether the instance answers, its processor, memory and disk,
/// its volume, and whether there was a backup.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::{ec2::Image, timescaledb::{TimescaleDbAlarms, TimescaleRelease}};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Data")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let image = Image::id("ami-0123456789abcdef0");
/// # let release = TimescaleRelease::new("17.11", "2.30.1");
/// # let readings = TimescaleDb::builder("Readings", &vpc, image, release).build(stack)?;
/// let alarms = TimescaleDbAlarms::builder("ReadingsAlarms", &readings).disk(70).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of the CloudWatch agent](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html)
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct TimescaleDbAlarms {
    /// The instance, its host or the volume does not answer, and the processor is busy.
    pub instance: InstanceAlarms,
    /// The memory fills up.
    pub memory: Alarm,
    /// The disk fills up, also when the log can't go to the bucket.
    pub disk: Alarm,
    /// The volume does not answer reads and writes.
    pub volume: Alarm,
    /// There was no backup for a day.
    pub backup: Alarm,
}

/// Builds [`TimescaleDbAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct TimescaleDbAlarmsBuilder {
    id: String,
    database: TimescaleDb,
    cpu: u32,
    memory: u32,
    disk: u32,
    topics: Vec<Value<TopicArn>>,
}

impl TimescaleDbAlarms {
    /// Starts the alarms of `database`.
    pub fn builder(id: impl Into<String>, database: &TimescaleDb) -> TimescaleDbAlarmsBuilder {
        TimescaleDbAlarmsBuilder {
            id: id.into(),
            database: *database,
            cpu: 80,
            memory: 90,
            disk: 80,
            topics: Vec::new(),
        }
    }
}

impl TimescaleDbAlarmsBuilder {
    /// How many percent of the processor, for a quarter of an hour, are too many. Default: 80.
    pub fn cpu(mut self, percent: u32) -> Self {
        self.cpu = percent;
        self
    }

    /// How many percent of the memory, for a quarter of an hour, are too many. Default: 90.
    pub fn memory(mut self, percent: u32) -> Self {
        self.memory = percent;
        self
    }

    /// How many percent of the disk are too many. Default: 80.
    pub fn disk(mut self, percent: u32) -> Self {
        self.disk = percent;
        self
    }

    /// A topic that hears when one goes off, and when it is over. Adds to those before, at most 5;
    /// default: none.
    pub fn notify(mut self, topic: impl IntoValue<TopicArn>) -> Self {
        self.topics.push(topic.into_value());
        self
    }

    /// Adds the alarms to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<TimescaleDbAlarms> {
        let mut scope = scope.child(&self.id)?;
        if 5 < self.topics.len() {
            let reason = format!("must be given at most 5 times, got {}", self.topics.len());
            return Err(scope.invalid("notify", reason));
        }
        for (setter, percent) in [("cpu", self.cpu), ("memory", self.memory), ("disk", self.disk)] {
            if let Some(reason) = percent_flaw(percent) {
                return Err(scope.invalid(setter, reason));
            }
        }
        let id = self.database.instance.instance_id();
        let instance = InstanceAlarms::builder("Instance", &id).cpu(self.cpu);
        let instance = self
            .topics
            .iter()
            .fold(instance, InstanceAlarmsBuilder::notify)
            .build(&mut scope)?;
        let own = |name| Metric::new(NAMESPACE, name).dimension("InstanceId", &id);
        let memory = own("mem_used_percent");
        let disk = own("disk_used_percent")
            .dimension("path", "/var/lib/timescaledb")
            .dimension("fstype", "xfs");
        let stalled = Metric::new("AWS/EBS", "VolumeStalledIOCheck")
            .dimension("VolumeId", self.database.volume.volume_id())
            .statistic(Statistic::Maximum)
            .period(Duration::minutes(1));
        let backups = own("Backups")
            .statistic(Statistic::Sum)
            .period(Duration::days(1));
        let alarm = |id: &str, metric: Metric, threshold: u32| {
            let alarm = Alarm::builder(id, metric, f64::from(threshold));
            self.topics
                .iter()
                .fold(alarm, |alarm, topic| alarm.alarm_action(topic).ok_action(topic))
        };
        Ok(TimescaleDbAlarms {
            instance,
            memory: alarm("Memory", memory, self.memory).build(&mut scope)?,
            disk: alarm("Disk", disk, self.disk)
                .evaluation_periods(1)
                // What measures it runs on the instance that is in trouble.
                .missing_data(MissingData::Breaching)
                .build(&mut scope)?,
            volume: alarm("Volume", stalled, 1).build(&mut scope)?,
            backup: alarm("Backup", backups, 1)
                .comparison(Comparison::LessThan)
                .evaluation_periods(1)
                .missing_data(MissingData::Breaching)
                .build(&mut scope)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::TimescaleDbAlarmsBuilder;
    use crate::{
        aws::{
            ec2::Image,
            timescaledb::{TimescaleDbAlarms, TimescaleRelease},
        },
        cfn::ids::sns::TopicArn,
        prelude::*,
        testing,
    };

    /// The alarms of a database in another stack.
    fn alarms(
        set: impl FnOnce(TimescaleDbAlarmsBuilder) -> TimescaleDbAlarmsBuilder,
    ) -> Result<App> {
        let mut app = App::new().region("us-east-1");
        let stack = &mut app.stack("Data")?;
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c3d")
            .build(stack)?;
        let image = Image::id("ami-0123456789abcdef0");
        let release = TimescaleRelease::new("17.11", "2.30.1");
        let readings = TimescaleDb::builder("Readings", &vpc, image, release)
            .address(Ipv4Addr::new(10, 8, 0, 10))
            .build(stack)?;
        set(TimescaleDbAlarms::builder("Alarms", &readings)).build(&mut app.stack("Test")?)?;
        Ok(app)
    }

    #[test]
    fn defaults() {
        let app = alarms(|alarms| alarms).unwrap();
        insta::assert_snapshot!(testing::template_of(&app, "Test").yaml());
    }

    #[test]
    fn richest() {
        let topic = TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
        let app = alarms(|alarms| alarms.cpu(60).memory(70).disk(50).notify(topic)).unwrap();
        insta::assert_snapshot!(testing::template_of(&app, "Test").yaml());
    }

    #[test]
    fn rejects_shares_above_the_whole_and_a_sixth_topic() {
        let error = alarms(|alarms| alarms.disk(101)).unwrap_err();
        insta::assert_snapshot!(error, @"`disk` of `Test/Alarms` must be 1 to 100 percent, got 101");
        let topic = || TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
        let error = alarms(|alarms| (0..6).fold(alarms, |set, _| set.notify(topic()))).unwrap_err();
        insta::assert_snapshot!(error, @"`notify` of `Test/Alarms` must be given at most 5 times, got 6");
    }
}
