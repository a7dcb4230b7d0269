//! Keys change every year.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("kms-rotation"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Keys change every year.",
        why: "A key that leaks opens everything that was ever encrypted with it.",
        fix: "set `EnableKeyRotation: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
        same_as: &["AwsSolutions-KMS5", "CKV_AWS_7", "FSBP KMS.4"],
    },
    types: &["AWS::KMS::Key"],
    check: |it, flaws| {
        let spec = it.text("KeySpec");
        // KMS rotates symmetric keys alone.
        if spec.is_none_or(|spec| spec == "SYMMETRIC_DEFAULT") {
            it.must_be_true("EnableKeyRotation", flaws);
        }
    },
};
