//! Mistakes in an app, seen by its user: a text with path, value and what is allowed, the line to
//! look at, exit code 1, and files that stay as they were.
//!
//! The same for the command line itself is in `tests/cli/bad_input.rs`, for disks in
//! `ecomind-cli/tests/process.rs`.

#[path = "bad_input/apps.rs"]
mod apps;
#[path = "bad_input/platforms.rs"]
mod platforms;

use std::{fs, path::Path};

use apps::Prod;
use ecomind_cli::{Exit, Program};
use ecomind_constructs::prelude::*;
use insta::assert_snapshot;

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What `synth` says about an app, in a folder that holds the templates of an earlier day.
fn refusal(app: fn(&Prod) -> Result<App>) -> Outcome<String> {
    let folder = tempfile::tempdir()?;
    let place = folder.path().to_string_lossy();
    let program = Program::new("shop", "1.2.3");
    let synth = |app| program.capture(app, ["synth", "prod", "--output", &*place]);

    assert_eq!(synth(apps::without_a_mistake).exit, Exit::Success);
    let before = files(&folder.path().join("prod"))?;
    let outcome = synth(app);
    assert_eq!(outcome.exit, Exit::Failure, "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "");
    assert_eq!(files(&folder.path().join("prod"))?, before);
    Ok(outcome.stderr)
}

fn files(folder: &Path) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        found.push((name, fs::read(entry.path())?));
    }
    found.sort();
    assert_eq!(found.len(), 2, "a template and the manifest");
    Ok(found)
}

#[test]
fn rejects_names_that_are_empty_or_too_long() -> Outcome<()> {
    assert_snapshot!(refusal(apps::empty_id)?, @r#"
    error: id of a construct in `Data` must not be empty, got ""
      --> tests/bad_input/apps.rs:24:25
    "#);
    assert_snapshot!(refusal(apps::long_stack_name)?.replace(&"x".repeat(124), "[124 x]"), @r#"
    error: `name` of `Data` must be 1 to 128 letters, digits and hyphens, a letter first, got "[124 x]-Data"
      --> tests/bad_input/apps.rs:30:9
    "#);
    assert_snapshot!(refusal(apps::long_logical_id)?.replace(&"x".repeat(256), "[256 x]"), @r#"
    error: `logical_id` of `Data/Topic` must be 1 to 255 letters and digits, got "[256 x]"
      --> tests/bad_input/apps.rs:37:53
    "#);
    Ok(())
}

#[test]
fn rejects_a_handle_of_another_app() -> Outcome<()> {
    assert_snapshot!(refusal(apps::handle_of_another_app)?, @"
    error: `Data/Reports/Resource` was given a handle of another app
      --> tests/bad_input/apps.rs:48:10

    hint: build every stack of an environment in the same `App`
    ");
    Ok(())
}

#[test]
fn rejects_more_than_cloudformation_takes() -> Outcome<()> {
    assert_snapshot!(refusal(apps::too_many_outputs)?, @"
    error: `Data` has 201 outputs, and CloudFormation allows 200
      --> tests/bad_input/apps.rs:54:25
    ");
    assert_snapshot!(refusal(apps::too_many_bytes)?, @"
    error: `Data` has 1000179 bytes of template, and CloudFormation allows 1000000
      --> tests/bad_input/apps.rs:65:32
    ");
    Ok(())
}

#[test]
fn rejects_stacks_that_wait_for_each_other() -> Outcome<()> {
    assert_snapshot!(refusal(apps::circle_of_stacks)?, @"
    error: stacks wait for each other: `First/Topic` (tests/bad_input/apps.rs:71:53) -> `Second/Topic` (tests/bad_input/apps.rs:74:10) -> `First/Topic`
      --> tests/bad_input/apps.rs:71:53

    hint: move one of the resources into the stack that needs it, or both into one stack
    ");
    Ok(())
}

#[test]
fn rejects_an_override_of_what_is_not_there() -> Outcome<()> {
    assert_snapshot!(refusal(apps::override_of_nothing)?, @r#"
    error: `Data/Reports/Resource` has nothing at `VersioningConfig.Status`: "VersioningConfig" is not there; set are BucketEncryption, LifecycleConfiguration, OwnershipControls, PublicAccessBlockConfiguration, VersioningConfiguration
      --> tests/bad_input/apps.rs:85:11
    "#);
    Ok(())
}

#[test]
fn rejects_a_secret_where_everybody_can_read_it() -> Outcome<()> {
    assert_snapshot!(refusal(apps::secret_in_an_output)?, @"
    error: `secret` of `Data/Password` must not reach what everybody may read
      --> tests/bad_input/apps.rs:93:27
    ");
    Ok(())
}

#[test]
fn rejects_networks_that_cannot_be() -> Outcome<()> {
    assert_snapshot!(refusal(apps::overlapping_blocks)?, @"
    error: `private_subnets` of `Network/Vpc` must not overlap, got 10.0.72.0/21, which shares addresses with 10.0.64.0/20 of `private_subnets`
      --> tests/bad_input/apps.rs:111:10
    ");
    assert_snapshot!(refusal(apps::unaligned_block)?, @"
    error: `private_subnets` of `Network` must begin at the first address of its block, 10.0.80.0/20, got 10.0.81.0/20
      --> tests/bad_input/apps.rs:100:25
    ");
    assert_snapshot!(refusal(apps::too_many_zones)?, @"
    error: `max_azs` of `Network/Vpc` must be 1 to 5 in us-east-1 (use1-az1, use1-az2, use1-az4, use1-az5, use1-az6), got 7
      --> tests/bad_input/apps.rs:127:10
    ");
    Ok(())
}

#[test]
fn rejects_places_that_are_too_small_or_not_there() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::small_subnets_for_a_balancer)?, @"
    error: `public_subnets` of `Platform/Vpc` must have a prefix of 16 to 27, so that a load balancer has room, got 10.0.0.0/29
      --> tests/bad_input/platforms.rs:41:14
    ");
    assert_snapshot!(refusal(platforms::gateways_without_public_subnets)?, @"
    error: `nat_gateways` of `Platform/Vpc` must be `None` without public subnets to put them in, got `OnePerZone`
      --> tests/bad_input/platforms.rs:51:14
    ");
    Ok(())
}

#[test]
fn rejects_what_is_said_twice() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_name_twice)?, @"
    error: `Platform/Jobs` is declared twice; ids must be unique in their scope
      --> tests/bad_input/platforms.rs:168:33

    hint: the first one is declared at tests/bad_input/platforms.rs:167:32
    ");
    assert_snapshot!(refusal(platforms::a_rule_twice)?, @"
    error: `Platform/ApiToOrders` is declared twice; ids must be unique in their scope
      --> tests/bad_input/platforms.rs:64:16

    hint: the first one is declared at tests/bad_input/platforms.rs:63:16
    ");
    assert_snapshot!(refusal(platforms::a_priority_twice)?, @"
    error: `priority` of `Platform/Ui` must be unique on its listener, got 10, which `Platform/Api` has
      --> tests/bad_input/platforms.rs:146:18
    ");
    Ok(())
}

#[test]
fn rejects_tasks_that_fargate_does_not_run() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_task_size_that_fargate_has_not)?, @"
    error: `size` of `Platform/Api` must have 1 GiB to 4 GiB in steps of 1 GiB of memory with 512 CPU units, got 8 GiB
      --> tests/bad_input/platforms.rs:73:14
    ");
    assert_snapshot!(refusal(platforms::the_latest_image)?, @r#"
    error: `image` of `Platform/Api` must have a digest or a tag that is never moved, such as a version or a commit, got "public.ecr.aws/shop/api:latest" in container "api"
      --> tests/bad_input/platforms.rs:82:14
    "#);
    assert_snapshot!(refusal(platforms::a_secret_in_a_variable)?, @r#"
    error: `container` of `Platform/Api` must have secrets by `secret`, not in a variable that everybody can read, got "PASSWORD" in container "api"
      --> tests/bad_input/platforms.rs:92:14
    "#);
    Ok(())
}

#[test]
fn rejects_services_that_could_not_go_back() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_canary_without_alarms)?, @"
    error: `deployment` of `Platform/Api` must have a `rollback_alarm` to be taken back by, got canary without alarms
      --> tests/bad_input/platforms.rs:118:14
    ");
    assert_snapshot!(refusal(platforms::tasks_counted_twice)?, @"
    error: `desired_count` of `Platform/Api` must be left out of a service that is scaled, got 3
      --> tests/bad_input/platforms.rs:133:14
    ");
    Ok(())
}

#[test]
fn rejects_a_certificate_that_cloudfront_does_not_see() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_certificate_of_another_region)?, @r#"
    error: `certificate` of `Edge/Site` must be in us-east-1 for CloudFront, got "eu-west-1"
      --> tests/bad_input/platforms.rs:161:10
    "#);
    Ok(())
}

#[test]
fn rejects_databases_that_cannot_be() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_version_that_cannot_be_created)?, @"
    error: `version` of `Platform/Orders` must be one that RDS still creates databases with (15.13, 15.14, 15.15, 15.16, 15.17, 15.18, 15.19), or `Other` if RDS added it since, got 15.4
      --> tests/bad_input/platforms.rs:178:14
    ");
    assert_snapshot!(refusal(platforms::a_replica_of_a_managed_password)?, @"
    error: `primary` of `Platform/Analytics` must not be of `Platform/Orders`, whose password RDS manages: give it `Credentials::Generated`, since RDS makes no replicas otherwise
      --> tests/bad_input/platforms.rs:189:52
    ");
    assert_snapshot!(refusal(platforms::hypertables_on_rds)?, @"
    error: `preload` of `Platform/Parameters` must not hold `timescaledb`, which RDS has never had: use declarative partitions with pg_partman and pg_cron, TimescaleDB on an EC2 instance of your own (`TimescaleDb`), or Tiger Cloud over PrivateLink
      --> tests/bad_input/platforms.rs:198:14
    ");
    assert_snapshot!(refusal(platforms::operations_of_a_small_volume)?, @"
    error: `iops` of `Platform/Orders` must be left out below 400 GiB of storage, where gp3 always has 3000 IOPS and 125 MiB a second, got 12000 with 100 GiB
      --> tests/bad_input/platforms.rs:209:14
    ");
    assert_snapshot!(refusal(platforms::an_image_that_may_change)?, @r#"
    error: `image` of `Platform/Readings` must be pinned, got "{{resolve:ssm:/aws/service/al2023}}": CloudFormation reads parameters again with every update, and another image would replace what runs; use `Image::parameter` with a version
      --> tests/bad_input/platforms.rs:219:64
    "#);
    Ok(())
}

#[test]
fn rejects_caches_and_brokers_that_cannot_be() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::failover_of_one_node)?, @"
    error: `automatic_failover` of `Platform/Sessions` must be false without a replica to fail over to, got 0 replicas
      --> tests/bad_input/platforms.rs:230:14
    ");
    assert_snapshot!(refusal(platforms::brokers_that_leave_a_zone_out)?, @"
    error: `brokers` of `Platform/Events` must be a multiple of the 3 zones, got 4
      --> tests/bad_input/platforms.rs:240:14
    ");
    assert_snapshot!(refusal(platforms::burstable_brokers_by_accident)?, @r#"
    error: `broker_type` of `Platform/Events` must be allowed by `allow_burstable_brokers`, got "kafka.t3.small": it takes 4 new connections with IAM a second, rests at 20% of its CPU, and AWS advises against it for production
      --> tests/bad_input/platforms.rs:250:14
    "#);
    assert_snapshot!(refusal(platforms::nodes_that_cannot_agree)?, @"
    error: `nodes` of `Platform/Events` must be 1 or 3, which agree by majority, got 2
      --> tests/bad_input/platforms.rs:261:14
    ");
    Ok(())
}

#[test]
fn rejects_what_would_do_nothing() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_role_that_may_do_nothing_to_nothing)?, @"
    error: `statement` of `Platform/Task` must have a statement's resources, got none
      --> tests/bad_input/platforms.rs:271:14
    ");
    assert_snapshot!(refusal(platforms::an_alarm_that_looks_at_nothing)?, @"
    error: `evaluation_periods` of `Platform/Age` must be 1 to 288 with periods of 5 minutes, got 0
      --> tests/bad_input/platforms.rs:289:14
    ");
    Ok(())
}

#[test]
fn rejects_a_wait_that_sqs_has_not() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_wait_that_sqs_has_not)?, @"
    error: `visibility_timeout` of `Platform/Jobs` must be 0 seconds to 12 hours, got 13 hours
      --> tests/bad_input/platforms.rs:280:14
    ");
    Ok(())
}
