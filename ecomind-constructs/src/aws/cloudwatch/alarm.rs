//! Alarms.

use crate::{
    Result,
    cfn::{
        cloudwatch as cfn,
        ids::{
            cloudwatch::{AlarmArn, AlarmName},
            sns::TopicArn,
        },
    },
    tree::{Ref, Resource as _, Scope},
    value::{self, Duration, IntoValue, Value},
};

use super::{Comparison, Measure, MissingData, actions::Actions};

/// Goes off when a metric is beyond a threshold for some periods.
///
/// ```
/// use ecomind_constructs::{cfn::ids::sns::TopicArn, prelude::*};
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let alerts = TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
/// let age = Metric::new("AWS/SQS", "ApproximateAgeOfOldestMessage")
///     .dimension("QueueName", "jobs")
///     .statistic(Statistic::Maximum);
/// let alarm = Alarm::builder("Age", age, 300)
///     .evaluation_periods(3)
///     .datapoints_to_alarm(2)
///     .alarm_action(alerts)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudWatch can't publish to a topic that the key of SNS encrypts: the topic needs a key of its
/// own, and a policy that lets `cloudwatch.amazonaws.com` publish.
///
/// It costs $0.10 a month for each metric. CloudFormation: [`AWS::CloudWatch::Alarm`](cfn::Alarm)
#[derive(Debug, Clone, Copy)]
pub struct Alarm {
    resource: Ref<cfn::Alarm>,
}

/// Builds an [`Alarm`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct AlarmBuilder {
    id: String,
    measure: Measure,
    threshold: Value<f64>,
    comparison: Comparison,
    evaluation_periods: u32,
    datapoints_to_alarm: Option<u32>,
    missing_data: MissingData,
    description: Option<String>,
    actions: Actions,
}

impl Alarm {
    /// Starts an alarm about a metric or an expression, at a threshold in the metric's unit.
    pub fn builder(
        id: impl Into<String>,
        measure: impl Into<Measure>,
        threshold: impl IntoValue<f64>,
    ) -> AlarmBuilder {
        AlarmBuilder {
            id: id.into(),
            measure: measure.into(),
            threshold: threshold.into_value(),
            comparison: Comparison::GreaterThanOrEqual,
            evaluation_periods: 3,
            datapoints_to_alarm: None,
            missing_data: MissingData::Missing,
            description: None,
            actions: Actions::default(),
        }
    }

    /// The ARN of the alarm.
    #[must_use]
    pub fn arn(self) -> Value<AlarmArn> {
        self.resource.arn()
    }

    /// The name of the alarm, which deployments ask for.
    #[must_use]
    pub fn name(self) -> Value<AlarmName> {
        self.resource.reference()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Alarm> {
        self.resource
    }
}

impl AlarmBuilder {
    /// When a value is beyond the threshold. Default: [`Comparison::GreaterThanOrEqual`].
    pub fn comparison(mut self, comparison: Comparison) -> Self {
        self.comparison = comparison;
        self
    }

    /// How many periods it looks back, a day at most, or a week in periods of an hour and more.
    /// Default: 3.
    pub fn evaluation_periods(mut self, periods: u32) -> Self {
        self.evaluation_periods = periods;
        self
    }

    /// How many of these periods have to be beyond the threshold. Default: all.
    pub fn datapoints_to_alarm(mut self, datapoints: u32) -> Self {
        self.datapoints_to_alarm = Some(datapoints);
        self
    }

    /// What a period without any value means. Default: [`MissingData::Missing`].
    pub fn missing_data(mut self, missing_data: MissingData) -> Self {
        self.missing_data = missing_data;
        self
    }

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

    /// Lets EC2 move the instance to another host when it goes off: for alarms about
    /// `StatusCheckFailed_System` of one instance alone. Counts as an action; default: no.
    pub fn recover_instance(mut self) -> Self {
        let arn = value::concat([
            "arn:".into_value(),
            value::partition(),
            ":automate:".into_value(),
            value::region(),
            ":ec2:recover".into_value(),
        ]);
        self.actions.alarm.push(arn.cast());
        self
    }

    pub(super) fn actions(mut self, actions: &Actions) -> Self {
        self.actions = actions.clone();
        self
    }

    /// Adds the alarm to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Alarm> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = self.measure.flaw() {
            return Err(scope.invalid("measure", reason));
        }
        if let Some((setter, reason)) = self.flaw() {
            return Err(scope.invalid(setter, reason));
        }
        let description = self.description.unwrap_or_else(|| scope.path().to_string());
        let mut alarm = cfn::Alarm::new()
            .alarm_description(description)
            .comparison_operator(self.comparison.value())
            .evaluation_periods(self.evaluation_periods)
            .threshold(self.threshold)
            .treat_missing_data(self.missing_data.value());
        if let Some(datapoints) = self.datapoints_to_alarm {
            alarm = alarm.datapoints_to_alarm(datapoints);
        }
        alarm = self.measure.watched_by(alarm);
        if !self.actions.alarm.is_empty() {
            alarm = alarm.alarm_actions(self.actions.alarm);
        }
        if !self.actions.ok.is_empty() {
            alarm = alarm.ok_actions(self.actions.ok);
        }
        let resource = alarm.add("Resource", &mut scope)?;
        Ok(Alarm { resource })
    }

    fn flaw(&self) -> Option<(&'static str, String)> {
        let periods = self.evaluation_periods;
        let period = self.measure.period();
        let longest =
            if period < Duration::hours(1) { Duration::days(1) } else { Duration::days(7) };
        let span = period.as_seconds().saturating_mul(u64::from(periods));
        if periods == 0 || longest.as_seconds() < span {
            let most = longest.as_seconds() / period.as_seconds().max(1);
            let reason = format!("must be 1 to {most} with periods of {period}, got {periods}");
            return Some(("evaluation_periods", reason));
        }
        if let Some(datapoints) = self.datapoints_to_alarm
            && !(1..=periods).contains(&datapoints)
        {
            let reason = format!("must be 1 to {periods} (`evaluation_periods`), got {datapoints}");
            return Some(("datapoints_to_alarm", reason));
        }
        let length = self
            .description
            .as_ref()
            .map_or(0, |text| text.chars().count());
        if LONGEST_DESCRIPTION < length {
            let reason = format!("must be at most {LONGEST_DESCRIPTION} characters, got {length}");
            return Some(("description", reason));
        }
        self.actions.flaw()
    }
}

const LONGEST_DESCRIPTION: usize = 1024;

#[cfg(test)]
mod tests {
    use super::AlarmBuilder;
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    fn age() -> Metric {
        Metric::new("AWS/SQS", "ApproximateAgeOfOldestMessage").dimension("QueueName", "jobs")
    }

    fn refusal(alarm: AlarmBuilder) -> String {
        testing::reject(|stack| alarm.build(stack)).to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| Alarm::builder("Age", age(), 300).build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let topic = || TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
            let metric = Metric::new("Shop", "Latency")
                .dimension("Stack", value::stack_name())
                .statistic(Statistic::Percentile(99.9))
                .period(Duration::seconds(30))
                .unit(Unit::Milliseconds);
            Alarm::builder("Latency", metric, 0.5)
                .comparison(Comparison::LessThan)
                .evaluation_periods(5)
                .datapoints_to_alarm(3)
                .missing_data(MissingData::Breaching)
                .description("look at the runbook")
                .alarm_action(topic())
                .ok_action(topic())
                .build(stack)?;
            let count = |name| Metric::new("Shop", name).statistic(Statistic::Sum);
            let ratio = MetricMath::new("errors / requests")
                .using("errors", count("Errors"))
                .using("requests", count("Requests"));
            let percent = MetricMath::new("100 * ratio")
                .using("ratio", ratio)
                .label("failed [%]");
            Alarm::builder("Errors", percent, 1).build(stack)?;
            Alarm::builder("Labelled", age().label("age"), 300).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_metrics_that_cloudwatch_refuses() {
        let refusal = |metric: Metric| refusal(Alarm::builder("Age", metric, 300));
        insta::assert_snapshot!(refusal(age().period(Duration::seconds(45))), @"`measure` of `Test/Age` must have a period of 10, 20 or 30 seconds or of whole minutes up to a day, got 45 seconds");
        insta::assert_snapshot!(refusal(age().statistic(Statistic::Percentile(101.0))), @"`measure` of `Test/Age` must have a percentile of 0 to 100, got 101");
        insta::assert_snapshot!(refusal(age().dimension("QueueName", "other")), @r#"`measure` of `Test/Age` must name each dimension once, got "QueueName" again"#);
        insta::assert_snapshot!(refusal(age().dimension("Empty", "")), @r#"`measure` of `Test/Age` must have dimensions with names and values of 1 to 255 characters, got "Empty""#);
        insta::assert_snapshot!(refusal(Metric::new("", "Age")), @"`measure` of `Test/Age` must have a namespace of 1 to 255 characters");
    }

    #[test]
    fn rejects_more_dimensions_than_a_metric_has() {
        let metric = (0..31)
            .fold(Metric::new("Shop", "Age"), |metric, at| metric.dimension(format!("D{at}"), "x"));
        insta::assert_snapshot!(refusal(Alarm::builder("Age", metric, 1)), @"`measure` of `Test/Age` must have at most 30 dimensions, got 31");
    }

    #[test]
    fn rejects_expressions_that_cloudwatch_refuses() {
        let refusal = |math: MetricMath| refusal(Alarm::builder("Age", math, 1));
        insta::assert_snapshot!(refusal(MetricMath::new("FILL(a, 0) / b").using("a", age())), @r#"`measure` of `Test/Age` must say with `using` what "b" is in "FILL(a, 0) / b", got ["a"]"#);
        insta::assert_snapshot!(refusal(MetricMath::new("A").using("A", age())), @r#"`measure` of `Test/Age` must have ids of letters, digits and `_` that begin in lower case, got "A""#);
        insta::assert_snapshot!(refusal(MetricMath::new("expr_1").using("expr_1", age())), @r#"`measure` of `Test/Age` must have ids that do not begin with `expr_`, which are those of results, got "expr_1""#);
        insta::assert_snapshot!(refusal(MetricMath::new("1 + 1")), @"`measure` of `Test/Age` must use 1 to 10 metrics, got 0");
        let hourly = age().period(Duration::hours(1));
        insta::assert_snapshot!(refusal(MetricMath::new("a + b").using("a", age()).using("b", hourly.clone())), @"`measure` of `Test/Age` must use metrics of one period, got 5 minutes and 1 hour");
        insta::assert_snapshot!(refusal(MetricMath::new("a").using("a", age()).using("a", hourly)), @r#"`measure` of `Test/Age` must use each id for one thing, got "a" for two"#);
    }

    #[test]
    fn rejects_periods_and_datapoints_that_do_not_fit() {
        let alarm = || Alarm::builder("Age", age(), 300);
        insta::assert_snapshot!(refusal(alarm().evaluation_periods(0)), @"`evaluation_periods` of `Test/Age` must be 1 to 288 with periods of 5 minutes, got 0");
        insta::assert_snapshot!(refusal(alarm().evaluation_periods(289)), @"`evaluation_periods` of `Test/Age` must be 1 to 288 with periods of 5 minutes, got 289");
        insta::assert_snapshot!(refusal(alarm().datapoints_to_alarm(4)), @"`datapoints_to_alarm` of `Test/Age` must be 1 to 3 (`evaluation_periods`), got 4");
    }

    #[test]
    fn rejects_a_sixth_action_and_long_descriptions() {
        let topic = || TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
        let alarm =
            (0..6).fold(Alarm::builder("Age", age(), 300), |alarm, _| alarm.ok_action(topic()));
        insta::assert_snapshot!(refusal(alarm), @"`ok_action` of `Test/Age` must be given at most 5 times, got 6");
        insta::assert_snapshot!(refusal(Alarm::builder("Age", age(), 300).description("x".repeat(1025))), @"`description` of `Test/Age` must be at most 1024 characters, got 1025");
    }
}
