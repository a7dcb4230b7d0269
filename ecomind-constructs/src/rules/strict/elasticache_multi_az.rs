//! Caches have replicas in another zone.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-multi-az"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Caches have replicas in another zone.",
        why: "A zone that fails takes the cache with it.",
        fix: "set `MultiAZEnabled: true`, with a replica",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html",
        same_as: &["AwsSolutions-AEC4", "FSBP ElastiCache.3"],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| it.must_be_true("MultiAZEnabled", flaws),
};
