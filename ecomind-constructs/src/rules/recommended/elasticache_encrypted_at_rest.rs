//! Caches are encrypted at rest.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-encrypted-at-rest"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Caches are encrypted at rest.",
        why: "Backups and disks hold sessions and tokens.",
        fix: "set `AtRestEncryptionEnabled: true`; it replaces the cache",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html",
        same_as: &["AwsSolutions-AEC3", "CKV_AWS_29", "FSBP ElastiCache.4"],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| it.must_be_true("AtRestEncryptionEnabled", flaws),
};
