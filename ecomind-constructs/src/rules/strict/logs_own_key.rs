//! Logs are encrypted with a key of the account.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("logs-own-key"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Logs are encrypted with a key of the account.",
        why: "Only the policy of a key of your own says who may decrypt.",
        fix: "set `KmsKeyId`",
        source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
        same_as: &["CKV_AWS_158"],
    },
    types: &["AWS::Logs::LogGroup"],
    check: |it, flaws| it.must_be_set("KmsKeyId", flaws),
};
