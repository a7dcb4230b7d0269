//! Alarms about alarms.

use crate::{
    Result,
    cfn::{
        cloudwatch as cfn,
        ids::{
            cloudwatch::{CompositeAlarmArn, CompositeAlarmName},
            sns::TopicArn,
        },
    },
    tree::{Ref, Resource as _, Scope},
    value::{IntoValue, Value},
};

use super::{AlarmRule, actions::Actions};

/// Goes off when a rule on other alarms holds, so that people hear once of one cause.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let metric = Metric::new("Shop", "Errors");
/// # let errors = Alarm::builder("Errors", metric.clone(), 1).build(stack)?;
/// # let latency = Alarm::builder("Latency", metric, 1).build(stack)?;
/// let down = CompositeAlarm::builder("Down", AlarmRule::all_of([errors, latency])).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $0.50 a month. CloudFormation:
/// [`AWS::CloudWatch::CompositeAlarm`](cfn::CompositeAlarm)
#[derive(Debug, Clone, Copy)]
pub struct CompositeAlarm {
    resource: Ref<cfn::CompositeAlarm>,
}

/// Builds a [`CompositeAlarm`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct CompositeAlarmBuilder {
    id: String,
    rule: AlarmRule,
    description: Option<String>,
    actions: Actions,
}

impl CompositeAlarm {
    /// Starts an alarm that goes off while `rule` holds.
    pub fn builder(id: impl Into<String>, rule: impl Into<AlarmRule>) -> CompositeAlarmBuilder {
        CompositeAlarmBuilder {
            id: id.into(),
            rule: rule.into(),
            description: None,
            actions: Actions::default(),
        }
    }

    /// The ARN of the alarm.
    #[must_use]
    pub fn arn(self) -> Value<CompositeAlarmArn> {
        self.resource.arn()
    }

    /// The name of the alarm.
    #[must_use]
    pub fn name(self) -> Value<CompositeAlarmName> {
        self.resource.reference()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::CompositeAlarm> {
        self.resource
    }
}

impl CompositeAlarmBuilder {
    /// What to do when it goes off, at most 1,024 characters. Default: its path.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// A topic that hears when it goes off. Adds to those before, at most 5; default: none.
    pub fn alarm_action(mut self, topic: impl IntoValue<TopicArn>) -> Self {
        self.actions.alarm.push(topic.into_value());
        self
    }

    /// A topic that hears when it is over. Adds to those before, at most 5; default: none.
    pub fn ok_action(mut self, topic: impl IntoValue<TopicArn>) -> Self {
        self.actions.ok.push(topic.into_value());
        self
    }

    pub(super) fn actions(mut self, actions: &Actions) -> Self {
        self.actions = actions.clone();
        self
    }

    /// Adds the alarm to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<CompositeAlarm> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = self.rule.flaw() {
            return Err(scope.invalid("rule", reason));
        }
        if let Some((setter, reason)) = self.actions.flaw() {
            return Err(scope.invalid(setter, reason));
        }
        let length = self
            .description
            .as_ref()
            .map_or(0, |text| text.chars().count());
        if LONGEST_DESCRIPTION < length {
            let reason = format!("must be at most {LONGEST_DESCRIPTION} characters, got {length}");
            return Err(scope.invalid("description", reason));
        }
        let description = self.description.unwrap_or_else(|| scope.path().to_string());
        let text = |topics: Vec<Value<TopicArn>>| -> Value<Vec<String>> { topics.into_value() };
        let mut alarm = cfn::CompositeAlarm::new(self.rule.text()).alarm_description(description);
        if !self.actions.alarm.is_empty() {
            alarm = alarm.alarm_actions(text(self.actions.alarm));
        }
        if !self.actions.ok.is_empty() {
            alarm = alarm.ok_actions(text(self.actions.ok));
        }
        let resource = alarm.add("Resource", &mut scope)?;
        Ok(CompositeAlarm { resource })
    }
}

const LONGEST_DESCRIPTION: usize = 1024;

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    fn alarm(id: &str, stack: &mut Scope<'_>) -> Result<Alarm> {
        Alarm::builder(id, Metric::new("Shop", id), 1).build(stack)
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let errors = alarm("Errors", stack)?;
            CompositeAlarm::builder("Down", errors).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let topic = || TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
            let (errors, latency) = (alarm("Errors", stack)?, alarm("Latency", stack)?);
            let down = CompositeAlarm::builder("Down", AlarmRule::all_of([errors, latency]))
                .build(stack)?;
            let rule = AlarmRule::any_of([
                down.into(),
                AlarmRule::not(AlarmRule::is_ok(errors)),
                AlarmRule::has_insufficient_data(latency),
            ]);
            CompositeAlarm::builder("Page", rule)
                .description("look at the runbook")
                .alarm_action(topic())
                .ok_action(topic())
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_rules_without_alarms_or_with_too_many() {
        let none = testing::reject(|stack| {
            CompositeAlarm::builder("Down", AlarmRule::any_of::<Alarm>([])).build(stack)
        });
        insta::assert_snapshot!(none, @"`rule` of `Test/Down` must have at least one alarm in each list, got none");
        let many = testing::reject(|stack| {
            let errors = alarm("Errors", stack)?;
            CompositeAlarm::builder("Down", AlarmRule::any_of([errors; 101])).build(stack)
        });
        insta::assert_snapshot!(many, @"`rule` of `Test/Down` must name at most 100 alarms, got 101");
    }

    #[test]
    fn rejects_a_sixth_action() {
        let error = testing::reject(|stack| {
            let errors = alarm("Errors", stack)?;
            let topic = || TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
            (0..6)
                .fold(CompositeAlarm::builder("Down", errors), |down, _| down.alarm_action(topic()))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`alarm_action` of `Test/Down` must be given at most 5 times, got 6");
    }
}
