//! Databases take IAM tokens instead of passwords.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-iam-authentication"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Databases take IAM tokens instead of passwords.",
        why: "A token ends after 15 minutes; a password is copied.",
        fix: "set `EnableIAMDatabaseAuthentication: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["CKV_AWS_161", "FSBP RDS.10"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| it.must_be_true("EnableIAMDatabaseAuthentication", flaws),
};
