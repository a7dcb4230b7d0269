//! Deployments from the first to the last, over HTTP: the same ones against an endpoint that is not
//! ours, and against the simulator.

#[path = "deploy/app.rs"]
mod app;
#[path = "deploy/endpoint.rs"]
mod endpoint;
#[path = "deploy/flags.rs"]
mod flags;
#[path = "deploy/http.rs"]
mod http;
#[cfg(unix)]
#[path = "deploy/killed.rs"]
mod killed;
#[path = "deploy/local.rs"]
mod local;
#[path = "deploy/outcome.rs"]
mod outcome;
#[path = "deploy/scenarios.rs"]
mod scenarios;
mod support;

use std::fs;

use app::shop;
use ecomind_cli::Program;
use outcome::{assert_says, fail, succeed};

/// Each scenario as a test of each endpoint.
macro_rules! scenarios {
    ($($(#[$attribute:meta])* $scenario:ident)*) => {
        mod ministack {
            $($(#[$attribute])* #[test]
            fn $scenario() {
                crate::scenarios::$scenario(crate::endpoint::Kind::MiniStack);
            })*
        }
        mod simulator {
            $($(#[$attribute])* #[test]
            fn $scenario() {
                crate::scenarios::$scenario(crate::endpoint::Kind::Simulator);
            })*
        }
    };
}

scenarios! {
    stacks_are_created_left_alone_updated_and_deleted
    a_failed_update_is_rolled_back_and_says_the_first_cause
    a_failed_creation_leaves_nothing
    rejects_to_replace_data_until_it_is_allowed_by_name
    a_review_asks_and_leaves_nothing_behind
    stacks_are_deployed_side_by_side_and_large_templates_through_a_bucket
    rejects_a_change_that_nobody_can_approve
    rejects_a_plan_after_anything_has_moved
    a_deployment_that_was_killed_is_gone_on_with
    a_change_set_that_was_made_before_is_executed_and_not_made_twice
    an_update_that_is_cancelled_is_rolled_back
    a_secret_is_in_nothing_that_is_written
    #[cfg(unix)]
    an_interrupt_lets_what_was_begun_go_on
    #[cfg(unix)]
    an_interrupt_deletes_what_was_not_executed_and_says_so
}

#[test]
#[ignore = "this is the process that other tests start"]
fn program() {
    endpoint::run_process();
}

#[test]
fn local_deployments_need_nothing_and_keep_their_state_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    let run = |command: &str| {
        let local = format!("--local={}", state.display());
        let arguments = command.split_whitespace().chain([local.as_str()]);
        succeed(Program::new("shop", "1.2.3").capture(shop, arguments))
    };
    assert_says(&run("deploy first").stderr, &["2 created"]);
    assert_says(&run("deploy first").stderr, &["2 unchanged"]);
    assert_says(&run("deploy second").stderr, &["1 updated, 1 unchanged"]);
    assert_says(&run("outputs first").stdout, &["Data  TableName"]);
    assert_says(&run("destroy first").stderr, &["2 stacks deleted"]);
    assert_says(&run("status first").stdout, &["Work  not deployed"]);
    assert_eq!(fs::read_to_string(state.join(".gitignore")).unwrap(), "*\n");
}

#[test]
fn rejects_to_start_without_credentials_and_says_three_ways_on() {
    let outcome = Program::new("shop", "1.2.3")
        .variable("AWS_REGION", "eu-west-1")
        .capture(shop, ["deploy", "first"]);
    insta::assert_snapshot!(fail(outcome), @"
    error: there are no credentials for AWS

    hint: three ways on: configure credentials (`aws configure`, `AWS_PROFILE`, `--profile`), point to an endpoint with `AWS_ENDPOINT_URL`, or try it with `--local`
    ");
}
