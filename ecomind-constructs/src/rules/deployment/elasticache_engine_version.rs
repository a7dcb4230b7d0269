//! Caches have a version that ElastiCache has.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

const VALKEY: &[&str] = &["7.2", "8.0", "8.1", "8.2", "9.0", "9.1"];
const REDIS: &[&str] = &["7.0", "7.1"];

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-engine-version"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Caches have a version that ElastiCache has.",
        why: "ElastiCache refuses others; from 7 on it wants the minor version and no more.",
        fix: "choose a version of the list",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html",
        same_as: &[],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| {
        let (Some(engine), Some(version)) = (it.text("Engine"), it.text("EngineVersion")) else {
            return;
        };
        let known = match &*engine.to_lowercase() {
            "valkey" => VALKEY,
            // Older lines of Redis have versions of three parts.
            "redis" if version.starts_with('7') => REDIS,
            _ => return,
        };
        if !known.contains(&&*version) {
            flaws.add(
                it,
                "EngineVersion",
                format!("must be one of {}, got {version}", known.join(", ")),
            );
        }
    },
};
