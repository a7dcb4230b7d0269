//! Alarms about instances.

use crate::{
    Result,
    aws::cloudwatch::{Alarm, Metric, MissingData, Statistic, actions::Actions},
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Value},
};

use super::threshold::{percent_flaw, whole};

/// The alarms of one EC2 instance: whether it and its host answer, and its processor.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let alarms = InstanceAlarms::builder("BrokerAlarms", "i-1234567890abcdef0").cpu(60).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of EC2](https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html)
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct InstanceAlarms {
    /// The instance, its host or a volume does not answer.
    pub status: Alarm,
    /// The processor is busy.
    pub cpu: Alarm,
}

/// Builds [`InstanceAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct InstanceAlarmsBuilder {
    id: String,
    instance: Value<String>,
    cpu: u32,
    actions: Actions,
}

impl InstanceAlarms {
    /// Starts the alarms of the instance with this id.
    pub fn builder(
        id: impl Into<String>,
        instance: impl IntoValue<String>,
    ) -> InstanceAlarmsBuilder {
        InstanceAlarmsBuilder {
            id: id.into(),
            instance: instance.into_value(),
            cpu: 80,
            actions: Actions::default(),
        }
    }
}

impl InstanceAlarmsBuilder {
    /// How many percent of the processor, for a quarter of an hour, are too many. Default: 80.
    pub fn cpu(mut self, percent: u32) -> Self {
        self.cpu = percent;
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<InstanceAlarms> {
        let mut scope = scope.child(&self.id)?;
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        if let Some(reason) = percent_flaw(self.cpu) {
            return Err(scope.invalid("cpu", reason));
        }
        let metric = |name| Metric::new("AWS/EC2", name).dimension("InstanceId", &self.instance);
        let status = metric("StatusCheckFailed")
            .statistic(Statistic::Maximum)
            .period(Duration::minutes(1));
        Ok(InstanceAlarms {
            status: Alarm::builder("Status", status, 1)
                // What has stopped says nothing.
                .missing_data(MissingData::Breaching)
                .actions(&self.actions)
                .build(&mut scope)?,
            cpu: Alarm::builder("Cpu", metric("CPUUtilization"), whole(self.cpu))
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
        let template = testing::synth(|stack| {
            InstanceAlarms::builder("Alarms", "i-1234567890abcdef0").build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            InstanceAlarms::builder("Alarms", value::stack_name())
                .cpu(60)
                .notify(TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_more_than_the_whole_processor() {
        let error =
            testing::reject(|stack| InstanceAlarms::builder("Alarms", "i-1").cpu(0).build(stack));
        insta::assert_snapshot!(error, @"`cpu` of `Test/Alarms` must be 1 to 100 percent, got 0");
    }
}
