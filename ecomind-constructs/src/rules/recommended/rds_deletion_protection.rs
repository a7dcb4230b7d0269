//! Databases refuse to be deleted.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-deletion-protection"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Databases refuse to be deleted.",
        why: "One wrong change of a stack deletes the data.",
        fix: "set `DeletionProtection: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["AwsSolutions-RDS10", "CKV_AWS_293", "FSBP RDS.8"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| it.must_be_true("DeletionProtection", flaws),
};
