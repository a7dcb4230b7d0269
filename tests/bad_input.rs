//! Mistakes in an app, seen by its user: a text with path, value and what is allowed, the line to
//! look at, exit code 1, and files that stay as they were.
//!
//! The same for the command line itself is in `tests/cli/bad_input.rs`, for disks in
//! `ecomind-cli/tests/process.rs`.

#[path = "bad_input/apps.rs"]
mod apps;

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
