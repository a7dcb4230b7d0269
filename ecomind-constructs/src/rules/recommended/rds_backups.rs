//! Databases keep backups of seven days or more.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-backups"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Databases keep backups of seven days or more.",
        why: "A mistake that is seen after a weekend can only be undone from an older backup.",
        fix: "set `BackupRetentionPeriod` to 7 or more",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["AwsSolutions-RDS13", "CKV_AWS_133", "FSBP RDS.11"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        // The source of a replica has them.
        if !it.is_set("SourceDBInstanceIdentifier") {
            it.must_be_at_least("BackupRetentionPeriod", 7.0, flaws);
        }
    },
};
