//! Caches keep snapshots.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-snapshots"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Caches keep snapshots.",
        why: "A cache that is emptied by mistake can be filled again.",
        fix: "set `SnapshotRetentionLimit` to 1 or more",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html",
        same_as: &["FSBP ElastiCache.1"],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| it.must_be_at_least("SnapshotRetentionLimit", 1.0, flaws),
};
