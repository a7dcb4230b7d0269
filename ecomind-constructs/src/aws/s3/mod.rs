//! Simple Storage Service: buckets.

mod bucket;
mod bucket_grants;
mod bucket_policy;
mod bucket_replication;
mod lifecycle_rule;

pub use self::{
    bucket::{Bucket, BucketBuilder},
    bucket_replication::BucketReplication,
    lifecycle_rule::{LifecycleRule, StorageClass},
};
