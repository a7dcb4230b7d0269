//! What EC2 and `PostgreSQL` refuse.

use crate::{
    aws::{ec2, maintenance_window::hour_flaw, rds::database_name_flaw},
    value::{Duration, Size},
};

use super::TimescaleDbBuilder;

/// PostgreSQL, its log and a first backup find room in this many GiB.
const LEAST_STORAGE: u64 = 10;
const LEAST_IOPS: u32 = 3_000;
const LEAST_THROUGHPUT: u32 = 125;

/// The first setter that is wrong, and the reason.
pub(super) fn first(builder: &TimescaleDbBuilder<'_>) -> Option<(&'static str, String)> {
    let flaws = [
        ("image", builder.image.flaw()),
        ("release", builder.release.flaw()),
        ("from_snapshot", builder.origin.flaw()),
        ("database_name", database_name_flaw(&builder.database_name)),
        ("instance_type", ec2::instance_type_flaw(&builder.instance_type)),
        ("storage", gibibytes(builder).err()),
        ("iops", iops_flaw(builder)),
        ("throughput_mib_per_second", throughput_flaw(builder)),
        ("backup_retention", retention_flaw(builder.backup_retention)),
        ("backup_hour", hour_flaw(builder.backup_hour)),
        ("snapshots", snapshots_flaw(builder.snapshots)),
        ("startup_timeout", timeout_flaw(builder.startup_timeout)),
    ];
    let mut flaws = flaws.into_iter();
    flaws.find_map(|(setter, flaw)| flaw.map(|reason| (setter, reason)))
}

/// The size of the volume.
pub(super) fn gibibytes(builder: &TimescaleDbBuilder<'_>) -> Result<i64, String> {
    ec2::gibibytes(builder.storage, LEAST_STORAGE)
}

fn iops_flaw(builder: &TimescaleDbBuilder<'_>) -> Option<String> {
    let iops = builder.iops?;
    let most = most_iops(builder.storage);
    (!(LEAST_IOPS..=most).contains(&iops))
        .then(|| format!("must be 3,000 to {most} with {} of storage, got {iops}", builder.storage))
}

/// 500 for each GiB, and 80,000 whatever the size.
fn most_iops(storage: Size) -> u32 {
    let gibibytes = u32::try_from(storage.as_gibibytes().unwrap_or_default()).unwrap_or(u32::MAX);
    gibibytes.saturating_mul(500).clamp(LEAST_IOPS, 80_000)
}

fn throughput_flaw(builder: &TimescaleDbBuilder<'_>) -> Option<String> {
    let throughput = builder.throughput?;
    let iops = builder.iops.unwrap_or(LEAST_IOPS);
    let most = (iops / 4).min(2_000);
    (!(LEAST_THROUGHPUT..=most).contains(&throughput))
        .then(|| format!("must be 125 to {most} with {iops} `iops`, got {throughput}"))
}

fn retention_flaw(retention: Duration) -> Option<String> {
    let is_fine = retention
        .as_days()
        .is_some_and(|days| (1..=365).contains(&days));
    (!is_fine).then(|| format!("must be 1 to 365 whole days, got {retention}"))
}

fn snapshots_flaw(count: u32) -> Option<String> {
    (!(1..=1_000).contains(&count)).then(|| format!("must be 1 to 1,000, got {count}"))
}

fn timeout_flaw(timeout: Duration) -> Option<String> {
    (Duration::hours(12) < timeout).then(|| format!("must be at most 12 hours, got {timeout}"))
}
