//! Monitoring has a role.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-monitoring-role"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Monitoring has a role.",
        why: "RDS refuses an interval without one.",
        fix: "set `MonitoringRoleArn`",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
        same_as: &[],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        if it
            .number("MonitoringInterval")
            .is_some_and(|seconds| 0.0 < seconds)
        {
            it.must_be_set("MonitoringRoleArn", flaws);
        }
    },
};
