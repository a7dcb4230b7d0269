//! Databases do not slip into paid support.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-extended-support"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Databases do not slip into paid support.",
        why: "A major version past its end costs $0.10 for each vCPU and hour, and more later.",
        fix: "set `EngineLifecycleSupport: open-source-rds-extended-support-disabled`",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html",
        same_as: &[],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        // A replica takes it from its source.
        if !it.is_set("SourceDBInstanceIdentifier") {
            it.must_be_one_of(
                "EngineLifecycleSupport",
                &["open-source-rds-extended-support-disabled"],
                flaws,
            );
        }
    },
};
