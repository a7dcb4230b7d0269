//! Names and health checks.

use super::{Bill, Subject};

/// A zone. Queries are not counted, and those for aliases of AWS's are free.
pub(super) fn hosted_zone(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.charge("hosted zone", "route53/zone", 1);
}

/// A check, and each of its optional features.
///
/// A template does not say whether a host name is one of AWS's; the dearer price is taken.
pub(super) fn health_check(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let kind = subject.text("HealthCheckConfig/Type").unwrap_or_default();
    let calls = !matches!(kind, "CALCULATED" | "CLOUDWATCH_METRIC" | "RECOVERY_CONTROL");
    let item = if calls { "route53/health-check/outside" } else { "route53/health-check" };
    bill.charge("health check", item, 1);
    let features = [
        kind.starts_with("HTTPS"),
        kind.ends_with("STR_MATCH"),
        subject.number("HealthCheckConfig/RequestInterval") == Some(10),
        subject.is_on("HealthCheckConfig/MeasureLatency"),
    ];
    let count = features.into_iter().map(u32::from).sum::<u32>();
    if 0 < count {
        bill.charge("optional features", &format!("{item}/feature"), count);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn features_of_a_check_are_charged() {
        let check =
            |config| bill("AWS::Route53::HealthCheck", &json!({"HealthCheckConfig": config}));
        // 0.75 and 2 x 2.00
        insta::assert_snapshot!(check(json!({"Type": "HTTPS", "RequestInterval": 10})), @"
        $0.75 health check: 1 health check
        $4.00 optional features: 2 feature
        ");
        insta::assert_snapshot!(check(json!({"Type": "CALCULATED"})), @"$0.50 health check: 1 health check");
        insta::assert_snapshot!(bill("AWS::Route53::HostedZone", &json!({})), @"$0.50 hosted zone: 1 zone");
    }
}
