//! Storage: the reports and exports that customers download, and the backups.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

const ID: &str = "Storage";
const KEY: &str = "KeyArn";

/// What is older than this is hardly ever read.
const ARCHIVED_AFTER: Duration = Duration::days(90);

/// What other stacks may use.
#[derive(Debug, Clone, Copy)]
pub struct Storage {
    /// Where other buckets of the region write who asked for what.
    pub access_logs: Bucket,
    /// The key that encrypts what follows.
    pub key: Key,
    /// Reports that were made for customers.
    pub reports: Bucket,
    /// What customers exported.
    pub exports: Bucket,
    /// Dumps and snapshots.
    pub backups: Bucket,
}

/// Adds the buckets to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<Storage> {
    let key = Key::builder("Key")
        .description("encrypts the reports, exports and backups of EcoMind")
        .build(stack)?;
    let access_logs = Bucket::builder("AccessLogs")
        .receives_access_logs()
        .lifecycle_rule(
            LifecycleRule::new("Expire")
                .expiration(env.access_logs_kept)
                .noncurrent_expiration(env.old_versions_kept),
        )
        .build(stack)?;

    let bucket = |id: &str, prefix: &str, archive: StorageClass| {
        let bucket = Bucket::builder(id)
            .encryption_key(&key)
            .access_logs(&access_logs, prefix)
            .lifecycle_rule(
                LifecycleRule::new("Archive")
                    .transition(archive, ARCHIVED_AFTER)
                    .noncurrent_expiration(env.old_versions_kept),
            );
        match env.standby {
            Some(standby) => {
                let there = standby.bucket(ID, &shown(id));
                let key = standby.key(ID, KEY);
                let copies = BucketReplication::to(there).encryption_key(key);
                bucket.replicate_to(copies.within_15_minutes())
            }
            None => bucket,
        }
    };
    // Customers open old reports and exports again, and don't wait for hours.
    let reports = bucket("Reports", "reports/", StorageClass::GlacierInstantRetrieval);
    let exports = bucket("Exports", "exports/", StorageClass::GlacierInstantRetrieval);
    let backups = bucket("Backups", "backups/", StorageClass::GlacierFlexibleRetrieval);
    let storage = Storage {
        access_logs,
        key,
        reports: reports.build(stack)?,
        exports: exports.build(stack)?,
        backups: backups.build(stack)?,
    };
    if env.recovery.is_some() {
        show(storage, stack)?;
    }
    Ok(storage)
}

/// Shows the buckets to the environment that sends copies of its own.
fn show(storage: Storage, stack: &mut Scope<'_>) -> Result<()> {
    let Storage { key, reports, exports, backups, .. } = storage;
    Output::new(key.arn())
        .description("what encrypts copies")
        .add(KEY, stack)?;
    for (id, bucket) in [("Reports", reports), ("Exports", exports), ("Backups", backups)] {
        Output::new(bucket.arn())
            .description("where copies of objects go")
            .add(shown(id), stack)?;
    }
    Ok(())
}

/// What the output of a bucket is called.
fn shown(bucket: &str) -> String {
    format!("{bucket}Arn")
}
