//! No key may be used by everybody.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("kms-no-anybody"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "No key may be used by everybody.",
        why: "`*` is every account of AWS.",
        fix: "name accounts or roles in `Principal`, or add a condition",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
        same_as: &["CKV_AWS_33", "FSBP KMS.5"],
    },
    types: &["AWS::KMS::Key"],
    check: |it, flaws| policies::allow_nobody_unknown(it, "KeyPolicy", flaws),
};
