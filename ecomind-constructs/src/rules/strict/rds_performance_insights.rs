//! Databases record which queries they wait for.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-performance-insights"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Databases record which queries they wait for.",
        why: "A slow query of yesterday leaves no other trace.",
        fix: "set `EnablePerformanceInsights: true`",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.html",
        same_as: &["CKV_AWS_353"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| it.must_be_true("EnablePerformanceInsights", flaws),
};
