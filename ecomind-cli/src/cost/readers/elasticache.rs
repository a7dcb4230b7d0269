//! Caches.

use super::{Bill, Subject};

/// The nodes of all shards.
pub(super) fn replication_group(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let of_shards = || {
        let shards = subject.number("NumNodeGroups")?;
        let replicas = subject.number("ReplicasPerNodeGroup").unwrap_or_default();
        Some(shards.saturating_mul(replicas.saturating_add(1)))
    };
    let nodes = subject.number("NumCacheClusters").or_else(of_shards);
    let engine = subject.text("Engine").unwrap_or("redis");
    match (nodes, subject.text("CacheNodeType")) {
        (Some(nodes), Some(node)) => {
            let what = format!("{nodes} x {node}, {engine}");
            bill.hours(what, &format!("cache/{engine}/{node}"), nodes);
        }
        _ => bill.unpriced("nodes whose number or type is known only at deployment"),
    }
    // One snapshot is free.
    if subject
        .number("SnapshotRetentionLimit")
        .is_some_and(|kept| 1 < kept)
    {
        bill.unpriced("snapshots beyond the first");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn every_node_of_every_shard_is_charged() {
        let group = |properties| bill("AWS::ElastiCache::ReplicationGroup", &properties);
        // 2 x 730 x 0.0256
        insta::assert_snapshot!(group(json!({"Engine": "valkey", "CacheNodeType": "cache.t4g.small",
            "NumCacheClusters": 2})), @"$37.38 2 x cache.t4g.small, valkey: 1460 hour");
        // 3 x 2 x 730 x 0.1752
        insta::assert_snapshot!(group(json!({"Engine": "valkey", "CacheNodeType": "cache.r7g.large",
            "NumNodeGroups": 3, "ReplicasPerNodeGroup": 1, "SnapshotRetentionLimit": 7})), @"
        $767.38 6 x cache.r7g.large, valkey: 4380 hour
        not priced: snapshots beyond the first
        ");
    }
}
