//! Alarms about how fast an objective is being missed.

use crate::{
    Result,
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Value},
};

use super::{
    Alarm, AlarmRule, Comparison, CompositeAlarm, Metric, MetricMath, MissingData, Statistic,
    actions::Actions,
};

/// Goes off when a load balancer fails so many requests that the month's objective is in danger.
///
/// An objective of 99.9 % leaves 0.1 % of the requests to fail: the error budget. `fast` goes off
/// when errors would use up the month's budget in two days (14.4 times as fast as they may), in
/// the last hour and still in the last 5 minutes; `slow` when they would in five days (6 times), in
/// the last 6 hours and still in the last 30 minutes. The long window keeps a hiccup from waking
/// people, the short one ends the alarm soon after the errors end.
///
/// ```
/// use ecomind_constructs::{cfn::ids::sns::TopicArn, prelude::*};
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let alerts = TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
/// let slo = SloBurnRateAlarms::builder("Slo", "app/edge/50dc6c495c0c9188")
///     .objective(99.9)
///     .notify(alerts)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $2.20 a month: 4 alarms of 3 metrics, 2 composite alarms. AWS:
/// [burn rates](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html)
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct SloBurnRateAlarms {
    /// The budget of a month would be gone in two days.
    pub fast: CompositeAlarm,
    /// The budget of a month would be gone in five days.
    pub slow: CompositeAlarm,
}

/// Builds [`SloBurnRateAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct SloBurnRateAlarmsBuilder {
    id: String,
    load_balancer: Value<String>,
    objective: f64,
    actions: Actions,
}

const FAST: f64 = 14.4;
const SLOW: f64 = 6.0;

impl SloBurnRateAlarms {
    /// Starts alarms about the load balancer of this full name, `app/<name>/<id>`: the
    /// `LoadBalancerFullName` of its resource.
    pub fn builder(
        id: impl Into<String>,
        load_balancer: impl IntoValue<String>,
    ) -> SloBurnRateAlarmsBuilder {
        SloBurnRateAlarmsBuilder {
            id: id.into(),
            load_balancer: load_balancer.into_value(),
            objective: 99.9,
            actions: Actions::default(),
        }
    }
}

impl SloBurnRateAlarmsBuilder {
    /// How many percent of the requests have to succeed, 95 to 99.999. Default: 99.9.
    pub fn objective(mut self, percent: f64) -> Self {
        self.objective = percent;
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<SloBurnRateAlarms> {
        let mut scope = scope.child(&self.id)?;
        if !(95.0..=99.999).contains(&self.objective) {
            let reason = format!("must be 95 to 99.999 percent, got {}", self.objective);
            return Err(scope.invalid("objective", reason));
        }
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        let fast = [("FastLong", Duration::hours(1)), ("FastShort", Duration::minutes(5))];
        let slow = [("SlowLong", Duration::hours(6)), ("SlowShort", Duration::minutes(30))];
        Ok(SloBurnRateAlarms {
            fast: self.pair("Fast", FAST, fast, &mut scope)?,
            slow: self.pair("Slow", SLOW, slow, &mut scope)?,
        })
    }

    /// Goes off when errors burn the budget so many times too fast in both windows.
    fn pair(
        &self,
        id: &str,
        burn_rate: f64,
        windows: [(&str, Duration); 2],
        scope: &mut Scope<'_>,
    ) -> Result<CompositeAlarm> {
        let threshold = rounded(burn_rate * (100.0 - self.objective) / 100.0);
        let mut alarms = Vec::new();
        for (id, window) in windows {
            let alarm = Alarm::builder(id, self.error_ratio(window), threshold)
                .comparison(Comparison::GreaterThan)
                .evaluation_periods(1)
                // No requests at all are no errors; unhealthy hosts have an alarm of their own.
                .missing_data(MissingData::NotBreaching)
                .build(scope)?;
            alarms.push(alarm);
        }
        let [(_, long), (_, short)] = windows;
        CompositeAlarm::builder(id, AlarmRule::all_of(alarms))
            .description(format!(
                "{}: more than {} % of the requests failed over {long} and over {short}, \
                 {burn_rate} times what an objective of {} % allows",
                scope.path(),
                rounded(threshold * 100.0),
                self.objective,
            ))
            .actions(&self.actions)
            .build(scope)
    }

    /// `RequestCount` leaves out requests for which there was no target, so that they would be
    /// errors of nothing: the load balancer's own errors are counted among all requests.
    fn error_ratio(&self, window: Duration) -> MetricMath {
        let count = |name| {
            Metric::new("AWS/ApplicationELB", name)
                .dimension("LoadBalancer", &self.load_balancer)
                .statistic(Statistic::Sum)
                .period(window)
        };
        let errors = "(FILL(balancer, 0) + FILL(targets, 0))";
        MetricMath::new(format!("{errors} / (FILL(requests, 0) + FILL(balancer, 0))"))
            .using("balancer", count("HTTPCode_ELB_5XX_Count"))
            .using("targets", count("HTTPCode_Target_5XX_Count"))
            .using("requests", count("RequestCount"))
            .label("error ratio")
    }
}

/// Without the noise of binary fractions.
fn rounded(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            SloBurnRateAlarms::builder("Slo", "app/edge/50dc6c495c0c9188").build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let balancer = RawResource::new("AWS::ElasticLoadBalancingV2::LoadBalancer")
                .property(
                    "Subnets",
                    Value::<Vec<String>>::from_expr(["subnet-0a1b2c3d", "subnet-0a1b2c3e"].into()),
                )
                .add("Balancer", stack)?;
            let topic = TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
            SloBurnRateAlarms::builder("Slo", balancer.attribute::<String>("LoadBalancerFullName"))
                .objective(99.5)
                .notify(topic)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_objectives_that_no_window_can_miss() {
        let error = testing::reject(|stack| {
            SloBurnRateAlarms::builder("Slo", "app/edge/1")
                .objective(90.0)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`objective` of `Test/Slo` must be 95 to 99.999 percent, got 90");
    }
}
