//! Users and tokens come with encryption in transit.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-authentication-needs-tls"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Users and tokens come with encryption in transit.",
        why: "ElastiCache refuses them without it.",
        fix: "set `TransitEncryptionEnabled: true`",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html",
        same_as: &[],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| {
        for path in ["UserGroupIds", "AuthToken"] {
            if it.is_set(path) && it.is("TransitEncryptionEnabled", "false") {
                flaws.add(it, path, "must come with `TransitEncryptionEnabled: true`");
            }
        }
    },
};
