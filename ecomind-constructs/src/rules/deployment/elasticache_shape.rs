//! A cache has one primary or several, and not both.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elasticache-shape"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A cache has one primary or several, and not both.",
        why: "ElastiCache refuses a number of nodes beside numbers of shards.",
        fix: "set `NumCacheClusters`, or `NumNodeGroups` and `ReplicasPerNodeGroup`",
        source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Redis-RedisCluster.html",
        same_as: &[],
    },
    types: &["AWS::ElastiCache::ReplicationGroup"],
    check: |it, flaws| {
        if it.is_set("NumCacheClusters") && it.is_set("NumNodeGroups") {
            flaws.add(it, "NumCacheClusters", "must not be set beside `NumNodeGroups`");
        }
        let is_alone = it
            .number("NumCacheClusters")
            .is_some_and(|nodes| nodes < 2.0);
        if it.is("AutomaticFailoverEnabled", "true") && is_alone {
            flaws.add(
                it,
                "AutomaticFailoverEnabled",
                "needs a replica: `NumCacheClusters` of 2 or more",
            );
        }
        if it.is("MultiAZEnabled", "true") && !it.is_set("AutomaticFailoverEnabled") {
            flaws.add(it, "MultiAZEnabled", "needs `AutomaticFailoverEnabled`");
        }
    },
};
