//! Caches ask who connects.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-authentication"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Caches ask who connects.",
        why: "Anything in the VPC that reaches the port can read and delete everything.",
        fix: "set `UserGroupIds`, or `AuthToken`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html",
        same_as: &["AwsSolutions-AEC6", "CKV_AWS_31", "FSBP ElastiCache.6"],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| {
        if !it.is_set("AuthToken") {
            it.must_be_set("UserGroupIds", flaws);
        }
    },
};
