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
    assert_snapshot!(refusal(platforms::small_subnets_for_a_balancer)?, @"");
    assert_snapshot!(refusal(platforms::gateways_without_public_subnets)?, @"");
    Ok(())
}

#[test]
fn rejects_what_is_said_twice() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_name_twice)?, @"");
    assert_snapshot!(refusal(platforms::a_rule_twice)?, @"");
    assert_snapshot!(refusal(platforms::a_priority_twice)?, @"");
    Ok(())
}

#[test]
fn rejects_tasks_that_fargate_does_not_run() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_task_size_that_fargate_has_not)?, @"");
    assert_snapshot!(refusal(platforms::the_latest_image)?, @"");
    assert_snapshot!(refusal(platforms::a_secret_in_a_variable)?, @"");
    Ok(())
}

#[test]
fn rejects_services_that_could_not_go_back() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_canary_without_alarms)?, @"");
    assert_snapshot!(refusal(platforms::tasks_counted_twice)?, @"");
    Ok(())
}

#[test]
fn rejects_a_certificate_that_cloudfront_does_not_see() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_certificate_of_another_region)?, @"");
    Ok(())
}

#[test]
fn rejects_databases_that_cannot_be() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_version_that_cannot_be_created)?, @"");
    assert_snapshot!(refusal(platforms::a_replica_of_a_managed_password)?, @"");
    assert_snapshot!(refusal(platforms::hypertables_on_rds)?, @"");
    assert_snapshot!(refusal(platforms::operations_of_a_small_volume)?, @"");
    assert_snapshot!(refusal(platforms::an_image_that_may_change)?, @"");
    Ok(())
}

#[test]
fn rejects_caches_and_brokers_that_cannot_be() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::failover_of_one_node)?, @"");
    assert_snapshot!(refusal(platforms::brokers_that_leave_a_zone_out)?, @"");
    assert_snapshot!(refusal(platforms::burstable_brokers_by_accident)?, @"");
    assert_snapshot!(refusal(platforms::nodes_that_cannot_agree)?, @"");
    Ok(())
}

#[test]
fn rejects_what_would_do_nothing() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_role_that_may_do_nothing_to_nothing)?, @"");
    assert_snapshot!(refusal(platforms::an_alarm_that_looks_at_nothing)?, @"");
    Ok(())
}

#[test]
fn rejects_a_wait_that_sqs_has_not() -> Outcome<()> {
    assert_snapshot!(refusal(platforms::a_wait_that_sqs_has_not)?, @"");
    Ok(())
}
