//! Templates on disk.

use std::fs;

use insta::assert_snapshot;

use crate::{Output, apps, fixture};

#[test]
fn synth_writes_templates_and_says_so() {
    let output = Output::new();
    assert_snapshot!(output.run(fixture::app, "synth prod"), @"
    Success
    --- stdout
    --- stderr
    Topics  1 resource   238 B  (new)
    Orders  4 resources  541 B  (new)
    Status  1 resource   121 B  (new)
    prod: 3 stacks, 6 resources, 900 B in [out]/prod, took [time]
    ");
    assert_snapshot!(output.names(), @"
    prod/Orders.template.json
    prod/Status.template.json
    prod/Topics.template.json
    prod/manifest.json
    ");
    assert_snapshot!(fs::read_to_string(output.path().join("prod/manifest.json")).unwrap(), @r#"
    {
      "version": 1,
      "environment": "prod",
      "stacks": [
        {
          "id": "Topics",
          "name": "shop-prod-Topics",
          "account": "333333333333",
          "region": "eu-west-1",
          "template": "Topics.template.json",
          "dependsOn": [],
          "tags": {
            "environment": "prod"
          },
          "terminationProtection": true,
          "elements": {
            "Placed": "Topics/Placed"
          }
        },
        {
          "id": "Orders",
          "name": "shop-prod-Orders",
          "account": "333333333333",
          "region": "eu-west-1",
          "template": "Orders.template.json",
          "dependsOn": [
            "Topics"
          ],
          "tags": {
            "environment": "prod"
          },
          "terminationProtection": true,
          "elements": {
            "Queue1": "Orders/Queue1",
            "Queue2": "Orders/Queue2",
            "Queue3": "Orders/Queue3",
            "Subscription": "Orders/Subscription"
          }
        },
        {
          "id": "Status",
          "name": "shop-prod-Status",
          "account": "333333333333",
          "region": "us-east-1",
          "template": "Status.template.json",
          "dependsOn": [],
          "tags": {
            "environment": "prod"
          },
          "terminationProtection": true,
          "elements": {
            "Page": "Status/Page"
          }
        }
      ]
    }
    "#);
}

#[test]
fn a_second_run_leaves_files_alone() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    let times = |output: &Output| -> Vec<_> {
        let folder = fs::read_dir(output.path().join("prod")).unwrap();
        folder
            .map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap())
            .collect()
    };
    let before = (times(&output), output.files());
    assert_snapshot!(output.run(fixture::app, "synth prod"), @"
    Success
    --- stdout
    --- stderr
    Topics  1 resource   238 B  (unchanged)
    Orders  4 resources  541 B  (unchanged)
    Status  1 resource   121 B  (unchanged)
    prod: 3 stacks, 6 resources, 900 B in [out]/prod, took [time]
    ");
    assert_eq!((times(&output), output.files()), before);
}

#[test]
fn synth_takes_several_environments() {
    let output = Output::new();
    assert_snapshot!(output.run(fixture::app, "synth --env prod --env dev --env prod Status"), @"
    Success
    --- stdout
    --- stderr
    prod/Status  1 resource   121 B  (new)
    dev/Status   1 resource   121 B  (new)
    2 environments: 2 stacks, 2 resources, 242 B, took [time]
    ");
    output.run(fixture::app, "synth --all");
    assert_snapshot!(output.names(), @"
    dev/Orders.template.json
    dev/Status.template.json
    dev/Topics.template.json
    dev/manifest.json
    prod/Orders.template.json
    prod/Status.template.json
    prod/Topics.template.json
    prod/manifest.json
    staging/Orders.template.json
    staging/Status.template.json
    staging/Topics.template.json
    staging/manifest.json
    ");
}

#[test]
fn named_stacks_bring_what_they_depend_on() {
    for (arguments, stacks) in [
        ("synth prod Orders", "Orders Topics"),
        ("synth prod Orders -e", "Orders"),
        ("synth prod Orders !Topics", "Orders"),
        ("synth prod !Or*", "Status Topics"),
        ("synth prod S?at* **ics", "Status Topics"),
    ] {
        let output = Output::new();
        output.run(fixture::app, arguments);
        let files = output.names();
        let written: Vec<_> = files
            .lines()
            .filter_map(|file| file.strip_prefix("prod/")?.strip_suffix(".template.json"))
            .collect();
        assert_eq!(written.join(" "), stacks, "{arguments}");
    }
}

#[test]
fn templates_of_stacks_that_are_gone_are_removed_and_other_files_are_not() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    fs::write(output.path().join("prod/Notes.template.json"), "{}").unwrap();
    assert_snapshot!(output.run(apps::later, "synth prod Topics"), @"
    Success
    --- stdout
    --- stderr
    Topics  1 resource   126 B  (changed)
    Orders                      (removed)
    prod: 1 stack, 1 resource, 126 B in [out]/prod, took [time]
    ");
    assert_snapshot!(output.names(), @"
    prod/Notes.template.json
    prod/Status.template.json
    prod/Topics.template.json
    prod/manifest.json
    ");
    // What was not named is as it was, in its file and in the manifest.
    let manifest = fs::read_to_string(output.path().join("prod/manifest.json")).unwrap();
    assert!(manifest.contains("Status/Page\"") && manifest.contains("Topics/Delivered"));
    assert!(!manifest.contains("Orders"));
}

#[test]
fn a_manifest_with_the_marks_of_a_merge_conflict_is_written_anew() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    let before = output.files();
    output.edit("prod/manifest.json", |text| format!("<<<<<<< HEAD\n{text}"));
    output.run(fixture::app, "synth prod");
    assert_eq!(output.files(), before);
}

#[test]
fn json_has_the_same_shape_for_one_stack_and_for_many() {
    let output = Output::new();
    assert_snapshot!(output.run(fixture::app, "synth dev Status --json --quiet"), @r#"
    Success
    --- stdout
    {
      "dev": {
        "Status": {
          "AWSTemplateFormatVersion": "2010-09-09",
          "Resources": {
            "Page": {
              "Type": "AWS::S3::Bucket"
            }
          }
        }
      }
    }
    --- stderr
    "#);
    let outcome = output.run(fixture::app, "synth --all -jq");
    assert!(outcome.contains("\n  \"prod\": {\n    \"Topics\": {\n"));
}

#[test]
fn warnings_are_said_once_and_quiet_silences_them() {
    let output = Output::new();
    assert_snapshot!(output.run(apps::large, "synth --all"), @"
    Success
    --- stdout
    --- stderr
    warning: `Large` has 400 of 500 resources
      --> tests/cli/apps.rs:46:25

    dev/Large      400 resources  22.8 kB  (new)
    staging/Large  400 resources  22.8 kB  (new)
    prod/Large     400 resources  22.8 kB  (new)
    3 environments: 3 stacks, 1200 resources, 68.3 kB, took [time]
    ");
    assert_snapshot!(output.run(apps::large, "synth --all --quiet"), @"
    Success
    --- stdout
    --- stderr
    ");
}
