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

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use crate::{
        aws::{
            ec2::Image,
            timescaledb::{TimescaleDbBuilder, TimescaleRelease},
        },
        prelude::*,
        testing,
    };

    const ADDRESS: Ipv4Addr = Ipv4Addr::new(10, 8, 0, 10);

    fn image() -> Image {
        Image::id("ami-0123456789abcdef0")
    }

    fn release() -> TimescaleRelease {
        TimescaleRelease::new("17.11", "2.30.1")
    }

    fn network(stack: &mut Scope<'_>) -> Result<Vpc> {
        Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c3d")
            .build(stack)
    }

    fn refusal(change: impl Fn(TimescaleDbBuilder<'_>) -> TimescaleDbBuilder<'_>) -> String {
        testing::reject(|stack| {
            let vpc = network(stack)?;
            let readings = TimescaleDb::builder("Readings", &vpc, image(), release());
            change(readings.address(ADDRESS)).build(stack)
        })
        .to_string()
    }

    fn refusals(changes: &[fn(TimescaleDbBuilder<'_>) -> TimescaleDbBuilder<'_>]) -> String {
        let texts: Vec<String> = changes.iter().map(refusal).collect();
        texts.join("\n")
    }

    #[test]
    fn rejects_images_and_releases_that_are_not_pinned() {
        let with = |image: Image, release: TimescaleRelease| {
            testing::reject(|stack| {
                let vpc = network(stack)?;
                TimescaleDb::builder("Readings", &vpc, image.clone(), release.clone()).build(stack)
            })
            .to_string()
        };
        let texts = [
            with(Image::id("al2023"), release()),
            with(image(), TimescaleRelease::new("17", "2.30.1")),
            with(image(), TimescaleRelease::new("17.11", "latest")),
            with(image(), TimescaleRelease::new("17.11", "2.30.1'; reboot")),
            with(image(), release().digest("sha256:12")),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `image` of `Test/Readings` must look like `ami-0123456789abcdef0`, got "al2023"
        `release` of `Test/Readings` must be of a whole version of PostgreSQL, such as 17.11, got "17"
        `release` of `Test/Readings` must be of a whole version of TimescaleDB, such as 2.30.1, got "latest"
        `release` of `Test/Readings` must be of a whole version of TimescaleDB, such as 2.30.1, got "2.30.1'; reboot"
        `release` of `Test/Readings` must have a digest of sha256: and 64 small hex digits, got "sha256:12"
        "#);
    }

    #[test]
    fn rejects_databases_without_a_place() {
        let nowhere = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
                .public_subnet("use1-az1", "subnet-0a1b2c3d")
                .build(stack)?;
            TimescaleDb::builder("Readings", &vpc, image(), release()).build(stack)
        });
        let unknown = testing::reject(|stack| {
            let vpc = network(stack)?;
            TimescaleDb::builder("Readings", &vpc, image(), release()).build(stack)
        });
        let outside = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let readings = TimescaleDb::builder("Readings", &vpc, image(), release());
            readings.address(ADDRESS).build(stack)
        });
        let texts = [nowhere, unknown, outside].map(|error| error.to_string());
        insta::assert_snapshot!(texts.join("\n"), @"
        `subnet` of `Test/Readings` must be given in a VPC without private subnets
        `address` of `Test/Readings` must be given where the blocks of subnets are not known, such as in a VPC that exists outside of the app
        `address` of `Test/Readings` must be in 10.0.64.0/24, its subnet, got 10.8.0.10
        ");
    }

    #[test]
    fn rejects_instances_and_volumes_that_will_not_do() {
        insta::assert_snapshot!(refusals(&[
            |readings| readings.instance_type("m7g"),
            |readings| readings.storage(Size::gibibytes(5)),
            |readings| readings.storage(Size::mebibytes(20_481)),
            |readings| readings.iops(2_999),
            |readings| readings.iops(50_001),
            |readings| readings.storage(Size::gibibytes(500)).iops(80_001),
            |readings| readings.throughput_mib_per_second(751),
            |readings| readings.iops(10_000).throughput_mib_per_second(2_001),
        ]), @r#"
        `instance_type` of `Test/Readings` must look like `m7g.large`, got "m7g"
        `storage` of `Test/Readings` must be 10 to 16,384 whole GiB, got 5 GiB
        `storage` of `Test/Readings` must be 10 to 16,384 whole GiB, got 20481 MiB
        `iops` of `Test/Readings` must be 3,000 to 50000 with 100 GiB of storage, got 2999
        `iops` of `Test/Readings` must be 3,000 to 50000 with 100 GiB of storage, got 50001
        `iops` of `Test/Readings` must be 3,000 to 80000 with 500 GiB of storage, got 80001
        `throughput_mib_per_second` of `Test/Readings` must be 125 to 750 with 3000 `iops`, got 751
        `throughput_mib_per_second` of `Test/Readings` must be 125 to 2000 with 10000 `iops`, got 2001
        "#);
    }

    #[test]
    fn rejects_backups_that_nobody_can_keep() {
        insta::assert_snapshot!(refusals(&[
            |readings| readings.backup_retention(Duration::days(0)),
            |readings| readings.backup_retention(Duration::hours(25)),
            |readings| readings.backup_hour(24),
            |readings| readings.snapshots(0),
            |readings| readings.snapshots(1_001),
            |readings| readings.startup_timeout(Duration::hours(13)),
        ]), @"
        `backup_retention` of `Test/Readings` must be 1 to 365 whole days, got 0 seconds
        `backup_retention` of `Test/Readings` must be 1 to 365 whole days, got 25 hours
        `backup_hour` of `Test/Readings` must start at hour 0 to 23, got 24
        `snapshots` of `Test/Readings` must be 1 to 1,000, got 0
        `snapshots` of `Test/Readings` must be 1 to 1,000, got 1001
        `startup_timeout` of `Test/Readings` must be at most 12 hours, got 13 hours
        ");
    }

    #[test]
    fn rejects_names_and_snapshots_that_are_none() {
        let snapshot = testing::reject(|stack| {
            let vpc = network(stack)?;
            TimescaleDb::from_snapshot("Readings", &vpc, image(), release(), "readings-1")
                .build(stack)
        });
        let texts = [refusal(|it| it.database_name("my-readings")), snapshot.to_string()];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `database_name` of `Test/Readings` must be 1 to 63 letters, digits and underscores, no digit first, got "my-readings"
        `from_snapshot` of `Test/Readings` must look like `snap-0123456789abcdef0`, got "readings-1"
        "#);
    }
}
