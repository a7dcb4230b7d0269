//! Databases have no public address.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-private"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Databases have no public address.",
        why: "A public address lets anybody try passwords.",
        fix: "set `PubliclyAccessible: false`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["AwsSolutions-RDS3", "CKV_AWS_17", "FSBP RDS.2"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| it.must_be_one_of("PubliclyAccessible", &["false"], flaws),
};
