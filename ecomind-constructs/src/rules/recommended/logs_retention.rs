//! Logs end.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("logs-retention"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Logs end.",
        why: "They cost money for ever otherwise, and keep personal data.",
        fix: "set `RetentionInDays`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html",
        same_as: &["CKV_AWS_66", "FSBP CloudWatch.16"],
    },
    types: &["AWS::Logs::LogGroup"],
    check: |it, flaws| it.must_be_set("RetentionInDays", flaws),
};
