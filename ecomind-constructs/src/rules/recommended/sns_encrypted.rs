//! Topics are encrypted.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sns-encrypted"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Topics are encrypted.",
        why: "Messages wait in the clear otherwise.",
        fix: "set `KmsMasterKeyId`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html",
        same_as: &["AwsSolutions-SNS2", "CKV_AWS_26", "FSBP SNS.1"],
    },
    types: &["AWS::SNS::Topic"],
    check: |it, flaws| it.must_be_set("KmsMasterKeyId", flaws),
};
