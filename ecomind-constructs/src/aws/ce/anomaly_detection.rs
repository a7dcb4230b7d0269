//! What notices unusual costs.

use crate::{
    Result,
    cfn::{ce as cfn, ids::ce::AnomalyMonitorArn},
    tree::{Ref, Resource as _, Scope},
    value::{IntoValue, Value},
};

use super::AnomalyReports;

/// Notices when a service of AWS costs more than it used to, and tells people.
///
/// An account can have one monitor of its services only, and AWS made one in most accounts that
/// opened Cost Explorer: give that one as [existing](AnomalyDetectionBuilder::existing_monitor),
/// or the deployment fails with an error that says `AlreadyExists` and `null`.
///
/// ```
/// use ecomind_constructs::{cfn::ids::sns::TopicArn, prelude::*};
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let alerts = TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
/// AnomalyDetection::builder("UnusualCosts", AnomalyReports::immediate(alerts))
///     .dollars(50)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs nothing. CloudFormation: [`AWS::CE::AnomalySubscription`](cfn::AnomalySubscription),
/// [`AWS::CE::AnomalyMonitor`](cfn::AnomalyMonitor)
#[derive(Debug, Clone)]
pub struct AnomalyDetection {
    monitor: Value<AnomalyMonitorArn>,
    resource: Ref<cfn::AnomalySubscription>,
}

/// Builds an [`AnomalyDetection`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct AnomalyDetectionBuilder {
    id: String,
    reports: AnomalyReports,
    dollars: u32,
    percent: Option<u32>,
    existing_monitor: Option<Value<AnomalyMonitorArn>>,
}

impl AnomalyDetection {
    /// Starts what notices unusual costs and reports them.
    pub fn builder(id: impl Into<String>, reports: AnomalyReports) -> AnomalyDetectionBuilder {
        AnomalyDetectionBuilder {
            id: id.into(),
            reports,
            dollars: 100,
            percent: None,
            existing_monitor: None,
        }
    }

    /// The ARN of the monitor, be it new or not.
    #[must_use]
    pub fn monitor_arn(&self) -> Value<AnomalyMonitorArn> {
        self.monitor.clone()
    }

    /// The subscription itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::AnomalySubscription> {
        self.resource
    }
}

impl AnomalyDetectionBuilder {
    /// How many dollars too much are worth a report. Default: 100.
    pub fn dollars(mut self, dollars: u32) -> Self {
        self.dollars = dollars;
        self
    }

    /// How many percent too much, of what was expected, are worth a report; both have to be
    /// reached. Default: dollars alone count.
    pub fn percent(mut self, percent: u32) -> Self {
        self.percent = Some(percent);
        self
    }

    /// The monitor of services that the account has. Default: a new one.
    pub fn existing_monitor(mut self, monitor: impl IntoValue<AnomalyMonitorArn>) -> Self {
        self.existing_monitor = Some(monitor.into_value());
        self
    }

    /// Adds the subscription to `scope`, and the monitor unless there is one.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<AnomalyDetection> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = self.reports.flaw() {
            return Err(scope.invalid("reports", reason));
        }
        let name = scope.path().to_string();
        let threshold = threshold(self.dollars, self.percent);
        let monitor = match self.existing_monitor {
            Some(monitor) => monitor,
            None => {
                cfn::AnomalyMonitor::new(name.clone(), cfn::AnomalyMonitorMonitorType::Dimensional)
                    .monitor_dimension(cfn::AnomalyMonitorMonitorDimension::Service)
                    .add("Monitor", &mut scope)?
                    .monitor_arn()
            }
        };
        let resource = cfn::AnomalySubscription::new(cfn::AnomalySubscriptionArgs {
            frequency: self.reports.frequency(),
            monitor_arn_list: [monitor.clone()],
            subscribers: self.reports.subscribers(),
            subscription_name: name,
        })
        .threshold_expression(threshold)
        .add("Resource", &mut scope)?;
        Ok(AnomalyDetection { monitor, resource })
    }
}

/// The JSON in which Cost Explorer wants its threshold.
fn threshold(dollars: u32, percent: Option<u32>) -> String {
    let at_least = |key: &str, value: u32| {
        serde_json::json!({
            "Dimensions": {
                "Key": key,
                "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
                "Values": [value.to_string()],
            }
        })
    };
    let absolute = at_least("ANOMALY_TOTAL_IMPACT_ABSOLUTE", dollars);
    match percent {
        None => absolute.to_string(),
        Some(percent) => {
            let share = at_least("ANOMALY_TOTAL_IMPACT_PERCENTAGE", percent);
            serde_json::json!({ "And": [absolute, share] }).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        cfn::ids::{ce::AnomalyMonitorArn, sns::TopicArn},
        prelude::*,
        testing,
    };

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let topic = TopicArn::literal("arn:aws:sns:us-east-1:111122223333:alerts");
            AnomalyDetection::builder("UnusualCosts", AnomalyReports::immediate(topic)).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let arn =
                "arn:aws:ce::111122223333:anomalymonitor/12345678-abcd-ef12-3456-987654321a12";
            let reports = AnomalyReports::weekly(["team@example.com", "boss@example.com"]);
            AnomalyDetection::builder("UnusualCosts", reports)
                .dollars(50)
                .percent(40)
                .existing_monitor(AnomalyMonitorArn::literal(arn))
                .build(stack)?;
            let reports = AnomalyReports::daily(["team@example.com"]);
            AnomalyDetection::builder("Daily", reports)
                .existing_monitor(AnomalyMonitorArn::literal(arn))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_reports_to_nobody_and_odd_addresses() {
        let refusal = |reports: AnomalyReports| {
            testing::reject(|stack| AnomalyDetection::builder("Costs", reports).build(stack))
                .to_string()
        };
        insta::assert_snapshot!(refusal(AnomalyReports::daily::<&str>([])), @"`reports` of `Test/Costs` must go to 1 to 10 addresses, got 0");
        insta::assert_snapshot!(refusal(AnomalyReports::weekly(["team"])), @r#"`reports` of `Test/Costs` must go to addresses with an `@`, got "team""#);
    }
}
