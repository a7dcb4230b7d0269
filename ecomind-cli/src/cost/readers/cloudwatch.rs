//! Alarms and dashboards.

use super::{super::subject::Part, Bill, Subject};

/// Every metric that an alarm looks at is charged.
pub(super) fn alarm(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let queries = subject.items("Metrics");
    let measured: Vec<_> = queries
        .iter()
        .filter_map(|query| query.part("MetricStat"))
        .collect();
    let metrics = u32::try_from(measured.len()).unwrap_or(u32::MAX).max(1);
    let periods = measured
        .iter()
        .filter_map(|it| it.part("Period"))
        .chain(subject.part("Period"));
    let is_quick = periods.filter_map(Part::number).any(|seconds| seconds < 60);
    let item = if is_quick { "cloudwatch/alarm/high-resolution" } else { "cloudwatch/alarm" };
    bill.charge("alarm", item, metrics);
}

/// A dashboard.
pub(super) fn dashboard(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.charge("dashboard", "cloudwatch/dashboard", 1);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn every_metric_of_an_alarm_is_charged() {
        let alarm = |properties| bill("AWS::CloudWatch::Alarm", &properties);
        let metric = json!({"MetricStat": {"Period": 300}});
        insta::assert_snapshot!(alarm(json!({"Metrics": [metric, metric, {"Expression": "a/b"}]})), @"$0.20 alarm: 2 metric");
        insta::assert_snapshot!(alarm(json!({"MetricName": "CPU", "Period": 10})), @"$0.30 alarm: 1 metric");
        insta::assert_snapshot!(bill("AWS::CloudWatch::Dashboard", &json!({})), @"$3.00 dashboard: 1 dashboard");
    }
}
