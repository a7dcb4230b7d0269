//! Roles say who may take them.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-trust"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Roles say who may take them.",
        why: "`*` is every account of AWS.",
        fix: "name services, accounts or roles in `Principal`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
        same_as: &["CKV_AWS_60", "CKV_AWS_61"],
    },
    types: &["AWS::IAM::Role"],
    check: |it, flaws| policies::allow_nobody_unknown(it, "AssumeRolePolicyDocument", flaws),
};
