//! Alarms about load balancers.

use crate::{
    Result,
    aws::cloudwatch::{Alarm, Metric, MissingData, Statistic, actions::Actions},
    cfn::ids::sns::TopicArn,
    tree::Scope,
    value::{Duration, IntoValue, Value},
};

use super::threshold::whole;

/// The alarms of one application load balancer: its own errors, those of its targets, how long
/// requests take, and targets that are not healthy.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let alarms = LoadBalancerAlarms::builder("EdgeAlarms", "app/edge/50dc6c495c0c9188")
///     .target_group("Api", "targetgroup/api/73e2d6bc24d8a067")
///     .latency(Duration::seconds(2))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [metrics of load balancers](https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html)
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LoadBalancerAlarms {
    /// It fails requests itself.
    pub balancer_errors: Alarm,
    /// Its targets fail requests.
    pub target_errors: Alarm,
    /// Requests take long.
    pub latency: Alarm,
    /// Targets are not healthy: an alarm for each target group, in their order.
    pub unhealthy_hosts: Vec<Alarm>,
}

/// Builds [`LoadBalancerAlarms`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct LoadBalancerAlarmsBuilder {
    id: String,
    load_balancer: Value<String>,
    target_groups: Vec<(String, Value<String>)>,
    errors: u32,
    latency: Duration,
    actions: Actions,
}

impl LoadBalancerAlarms {
    /// Starts the alarms of the load balancer of this full name, `app/<name>/<id>`: the
    /// `LoadBalancerFullName` of its resource.
    pub fn builder(
        id: impl Into<String>,
        load_balancer: impl IntoValue<String>,
    ) -> LoadBalancerAlarmsBuilder {
        LoadBalancerAlarmsBuilder {
            id: id.into(),
            load_balancer: load_balancer.into_value(),
            target_groups: Vec::new(),
            errors: 10,
            latency: Duration::seconds(1),
            actions: Actions::default(),
        }
    }
}

impl LoadBalancerAlarmsBuilder {
    /// A target group to watch: an id, and its full name, `targetgroup/<name>/<id>`. Adds to those
    /// before; default: none.
    pub fn target_group(
        mut self,
        id: impl Into<String>,
        full_name: impl IntoValue<String>,
    ) -> Self {
        self.target_groups.push((id.into(), full_name.into_value()));
        self
    }

    /// How many errors in 5 minutes are too many, of the load balancer and of its targets each.
    /// Default: 10.
    pub fn errors(mut self, errors: u32) -> Self {
        self.errors = errors;
        self
    }

    /// What 95 % of the requests have to stay below. Default: 1 second.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<LoadBalancerAlarms> {
        let mut scope = scope.child(&self.id)?;
        if let Some((_, reason)) = self.actions.flaw() {
            return Err(scope.invalid("notify", reason));
        }
        if self.errors == 0 {
            return Err(scope.invalid("errors", "must be at least 1, got 0"));
        }
        let metric = |name| {
            Metric::new("AWS/ApplicationELB", name).dimension("LoadBalancer", &self.load_balancer)
        };
        // Errors and latency are measured only where there are requests.
        let mut alarm = |id: &str, metric, threshold, periods| {
            Alarm::builder(id, metric, threshold)
                .evaluation_periods(periods)
                .missing_data(MissingData::NotBreaching)
                .actions(&self.actions)
                .build(&mut scope)
        };
        let errors = || whole(self.errors);
        let count = |name| metric(name).statistic(Statistic::Sum);
        let p95 = metric("TargetResponseTime").statistic(Statistic::Percentile(95.0));
        let balancer_errors =
            alarm("BalancerErrors", count("HTTPCode_ELB_5XX_Count"), errors(), 1)?;
        let target_errors = alarm("TargetErrors", count("HTTPCode_Target_5XX_Count"), errors(), 1)?;
        let latency = alarm("Latency", p95, whole(self.latency.as_seconds()), 3)?;
        let mut unhealthy_hosts = Vec::new();
        for (id, target_group) in &self.target_groups {
            let hosts = metric("UnHealthyHostCount")
                .dimension("TargetGroup", target_group)
                .statistic(Statistic::Maximum)
                .period(Duration::minutes(1));
            unhealthy_hosts.push(alarm(&format!("UnhealthyHosts{id}"), hosts, whole(1_u32), 5)?);
        }
        Ok(LoadBalancerAlarms { balancer_errors, target_errors, latency, unhealthy_hosts })
    }
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::sns::TopicArn, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            LoadBalancerAlarms::builder("Alarms", "app/edge/50dc6c495c0c9188").build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            LoadBalancerAlarms::builder("Alarms", value::stack_name())
                .target_group("Api", "targetgroup/api/73e2d6bc24d8a067")
                .target_group("Ui", "targetgroup/ui/73e2d6bc24d8a068")
                .errors(100)
                .latency(Duration::seconds(2))
                .notify(TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts"))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_an_alarm_about_no_error() {
        let error = testing::reject(|stack| {
            LoadBalancerAlarms::builder("Alarms", "app/edge/1")
                .errors(0)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`errors` of `Test/Alarms` must be at least 1, got 0");
    }
}
