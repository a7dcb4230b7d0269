//! Events that fail are kept.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("lambda-dead-letters"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Events that fail are kept.",
        why: "What fails three times is lost.",
        fix: "set `DeadLetterConfig`",
        source: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
        same_as: &["CKV_AWS_116"],
    },
    types: &["AWS::Lambda::Function"],
    check: |it, flaws| it.must_be_set("DeadLetterConfig", flaws),
};
