//! Functions have a log group that the stack knows.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("lambda-log-group"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Functions have a log group that the stack knows.",
        why: "Lambda makes one that never ends otherwise.",
        fix: "set `LoggingConfig.LogGroup`",
        source: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html",
        same_as: &[],
    },
    types: &["AWS::Lambda::Function"],
    check: |it, flaws| it.must_be_set("LoggingConfig/LogGroup", flaws),
};
