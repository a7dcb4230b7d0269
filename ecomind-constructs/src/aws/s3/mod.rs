//! Simple Storage Service: buckets.

mod bucket;
mod bucket_grants;
mod bucket_policy;
mod lifecycle_rule;

pub use self::{
    bucket::{Bucket, BucketBuilder},
    lifecycle_rule::{LifecycleRule, StorageClass},
};
