//! Databases tell what their system does.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-monitoring"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Databases tell what their system does.",
        why: "Without enhanced monitoring nobody sees which process takes the memory.",
        fix: "set `MonitoringInterval` and `MonitoringRoleArn`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["CKV_AWS_118", "FSBP RDS.6"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| it.must_be_at_least("MonitoringInterval", 1.0, flaws),
};
