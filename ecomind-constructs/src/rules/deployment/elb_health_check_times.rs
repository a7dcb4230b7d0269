//! A health check answers before the next one.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-health-check-times"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A health check answers before the next one.",
        why: "ELB refuses a timeout that is not shorter than the interval.",
        fix: "set `HealthCheckTimeoutSeconds` below `HealthCheckIntervalSeconds`",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
        same_as: &[],
    },
    types: &["AWS::ElasticLoadBalancingV2::TargetGroup"],
    check: |it, flaws| {
        let timeout = it.number("HealthCheckTimeoutSeconds");
        let interval = it.number("HealthCheckIntervalSeconds");
        if let (Some(timeout), Some(interval)) = (timeout, interval)
            && interval <= timeout
        {
            flaws.add(
                it,
                "HealthCheckTimeoutSeconds",
                format!("must be below {interval}, got {timeout}"),
            );
        }
    },
};
