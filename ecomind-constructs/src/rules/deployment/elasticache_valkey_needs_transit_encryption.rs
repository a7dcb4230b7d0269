//! Valkey says whether it is encrypted in transit.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-valkey-needs-transit-encryption"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Valkey says whether it is encrypted in transit.",
        why: "ElastiCache refuses Valkey without the property.",
        fix: "set `TransitEncryptionEnabled`",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
        same_as: &["cfn-lint E3704"],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| {
        if it
            .text("Engine")
            .is_some_and(|engine| engine.eq_ignore_ascii_case("valkey"))
        {
            it.must_be_set("TransitEncryptionEnabled", flaws);
        }
    },
};
