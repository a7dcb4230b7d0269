//! Caches are encrypted in transit.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-encrypted-in-transit"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Caches are encrypted in transit.",
        why: "Whoever can see the network can see sessions and tokens.",
        fix: "set `TransitEncryptionEnabled: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html",
        same_as: &["AwsSolutions-AEC3", "CKV_AWS_30", "FSBP ElastiCache.5"],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| it.must_be_true("TransitEncryptionEnabled", flaws),
};
