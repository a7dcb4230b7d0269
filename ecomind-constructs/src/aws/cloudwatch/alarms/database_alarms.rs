//! Alarms about databases.

use crate::{
    Result,
    aws::cloudwatch::{Alarm, Comparison, Metric, MissingData, Statistic, actions::Actions},
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Size, Value},
};

use super::threshold::{percent_flaw, whole};

/// The alarms of one RDS instance: processor, free storage, connections, and how far a replica is
/// behind.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let alarms = DatabaseAlarms::builder("OrdersAlarms", "orders")
///     .free_storage(Size::gibibytes(20))
///     .connections(300)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of RDS](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html)
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct DatabaseAlarms {
    /// The processor is busy.
    pub cpu: Alarm,
    /// The storage fills up.
    pub free_storage: Alarm,
    /// Connections run out.
    pub connections: Alarm,
    /// The replica is behind, where it is one.
    pub replica_lag: Option<Alarm>,
}

/// Builds [`DatabaseAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct DatabaseAlarmsBuilder {
    id: String,
    instance: Value<String>,
    cpu: u32,
    free_storage: Size,
    connections: u32,
    replica_lag: Option<Duration>,
    actions: Actions,
}

impl DatabaseAlarms {
    /// Starts the alarms of the instance with this identifier, which is what `Ref` of it gives.
    pub fn builder(
        id: impl Into<String>,
        instance: impl IntoValue<String>,
    ) -> DatabaseAlarmsBuilder {
        DatabaseAlarmsBuilder {
            id: id.into(),
            instance: instance.into_value(),
            cpu: 80,
            free_storage: Size::gibibytes(10),
            connections: 90,
            replica_lag: None,
            actions: Actions::default(),
        }
    }
}

impl DatabaseAlarmsBuilder {
    /// How many percent of the processor, for a quarter of an hour, are too many. Default: 80.
    pub fn cpu(mut self, percent: u32) -> Self {
        self.cpu = percent;
        self
    }

    /// How little free storage is too little. Default: 10 GiB.
    pub fn free_storage(mut self, size: Size) -> Self {
        self.free_storage = size;
        self
    }

    /// How many connections, for a quarter of an hour, are too many. Default: 90, which is 80 % of
    /// what a PostgreSQL of 1 GiB takes; each further GiB takes about 112 more.
    pub fn connections(mut self, connections: u32) -> Self {
        self.connections = connections;
        self
    }

    /// How far a replica may be behind. Default: no alarm, for only replicas have this metric.
    pub fn replica_lag(mut self, lag: Duration) -> Self {
        self.replica_lag = Some(lag);
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<DatabaseAlarms> {
        let mut scope = scope.child(&self.id)?;
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        if let Some(reason) = percent_flaw(self.cpu) {
            return Err(scope.invalid("cpu", reason));
        }
        let metric =
            |name| Metric::new("AWS/RDS", name).dimension("DBInstanceIdentifier", &self.instance);
        let cpu = Alarm::builder("Cpu", metric("CPUUtilization"), whole(self.cpu))
            .actions(&self.actions)
            .build(&mut scope)?;
        let free = metric("FreeStorageSpace").statistic(Statistic::Minimum);
        let free_storage = Alarm::builder(
            "FreeStorage",
            free,
            whole(self.free_storage.as_mebibytes() * 1024 * 1024),
        )
        .comparison(Comparison::LessThanOrEqual)
        .evaluation_periods(1)
        .actions(&self.actions)
        .build(&mut scope)?;
        let count = metric("DatabaseConnections").statistic(Statistic::Maximum);
        let connections = Alarm::builder("Connections", count, whole(self.connections))
            .actions(&self.actions)
            .build(&mut scope)?;
        let replica_lag = match self.replica_lag {
            None => None,
            Some(most) => {
                let lag = metric("ReplicaLag").statistic(Statistic::Maximum);
                let alarm = Alarm::builder("ReplicaLag", lag, whole(most.as_seconds()))
                    // A replica that has stopped says nothing.
                    .missing_data(MissingData::Breaching)
                    .actions(&self.actions)
                    .build(&mut scope)?;
                Some(alarm)
            }
        };
        Ok(DatabaseAlarms { cpu, free_storage, connections, replica_lag })
    }
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    #[test]
    fn defaults() {
        let template =
            testing::synth(|stack| DatabaseAlarms::builder("Alarms", "orders").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            DatabaseAlarms::builder("Alarms", value::stack_name())
                .cpu(60)
                .free_storage(Size::gibibytes(20))
                .connections(300)
                .replica_lag(Duration::minutes(1))
                .notify(TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_more_than_the_whole_processor() {
        let error = testing::reject(|stack| {
            DatabaseAlarms::builder("Alarms", "orders")
                .cpu(101)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`cpu` of `Test/Alarms` must be 1 to 100 percent, got 101");
    }

    #[test]
    fn rejects_a_sixth_topic() {
        let topic = || TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
        let error = testing::reject(|stack| {
            (0..6)
                .fold(DatabaseAlarms::builder("Alarms", "orders"), |set, _| set.notify(topic()))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`notify` of `Test/Alarms` must be given at most 5 times, got 6");
    }
}
