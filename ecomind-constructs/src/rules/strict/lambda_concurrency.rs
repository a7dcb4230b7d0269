//! Functions can't take all there is.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("lambda-concurrency"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Functions can't take all there is.",
        why: "One function that runs wild stops all others of the account.",
        fix: "set `ReservedConcurrentExecutions`",
        source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
        same_as: &["CKV_AWS_115"],
    },
    types: &["AWS::Lambda::Function"],
    check: |it, flaws| it.must_be_set("ReservedConcurrentExecutions", flaws),
};
