//! Databases have a standby in another zone.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-multi-az"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Databases have a standby in another zone.",
        why: "A zone that fails takes the database with it.",
        fix: "set `MultiAZ: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["AwsSolutions-RDS3", "CKV_AWS_157", "FSBP RDS.5"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        if !it.is_set("SourceDBInstanceIdentifier") {
            it.must_be_true("MultiAZ", flaws);
        }
    },
};
