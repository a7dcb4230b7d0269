//! Databases send their logs to CloudWatch.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-log-exports"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Databases send their logs to CloudWatch.",
        why: "Logs on the instance are gone with it, and are kept for days.",
        fix: "set `EnableCloudwatchLogsExports`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["CKV_AWS_129", "rds_logging_enabled", "FSBP RDS.9"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| it.must_be_set("EnableCloudwatchLogsExports", flaws),
};
