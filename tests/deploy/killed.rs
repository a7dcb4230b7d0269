//! Processes that are killed with `kill -9` while a call is on its way, and run again.
//!
//! The same steps with other troubles are in `ecomind-cli/src/deploy/trials`, in virtual time.

use std::{
    thread,
    time::{Duration, Instant},
};

use ecomind_simulator::CallFault;

use crate::{
    app::{shop, wide},
    endpoint::{Endpoint, Kind},
    outcome::succeed,
};

/// What is there before, what is killed, and at which call: the name, and how many of this name go
/// well before.
type Step = (Option<&'static str>, &'static str, &'static str, u32);

const CREATION: &[Step] = &[
    (None, "deploy first --yes", "GetCallerIdentity", 0),
    (None, "deploy first --yes", "DescribeStacks", 1),
    (None, "deploy first --yes", "CreateChangeSet", 0),
    (None, "deploy first --yes", "CreateChangeSet", 1),
    (None, "deploy first --yes", "DescribeChangeSet", 0),
    (None, "deploy first --yes", "ExecuteChangeSet", 0),
    (None, "deploy first --yes", "ExecuteChangeSet", 1),
    (None, "deploy first --yes", "DescribeStackEvents", 0),
    (None, "deploy first --yes", "SetStackPolicy", 0),
    (None, "deploy protected --yes", "UpdateTerminationProtection", 0),
];

const CHANGE: &[Step] = &[
    (Some("deploy first --yes"), "deploy second --yes", "GetTemplate", 0),
    (Some("deploy first --yes"), "deploy second --yes", "GetStackPolicy", 0),
    (Some("deploy first --yes"), "deploy second --yes", "CreateChangeSet", 0),
    (Some("deploy first --yes"), "deploy second --yes", "ExecuteChangeSet", 0),
    (Some("deploy first --yes"), "deploy second --yes", "DescribeStackEvents", 0),
    (Some("deploy first --yes"), "destroy first --yes", "GetTemplate", 0),
    (Some("deploy first --yes"), "destroy first --yes", "DeleteStack", 0),
    (Some("deploy first --yes"), "destroy first --yes", "DescribeStackEvents", 0),
];

#[test]
fn a_creation_that_is_killed_anywhere_ends_as_it_should_when_it_is_run_again() {
    CREATION.iter().for_each(check);
}

#[test]
fn a_change_or_deletion_that_is_killed_anywhere_ends_as_it_should_when_it_is_run_again() {
    CHANGE.iter().for_each(check);
}

#[test]
fn an_upload_that_is_killed_is_done_again_and_its_bucket_is_whole() {
    let setting = "PutBucketLifecycleConfiguration";
    for action in ["CreateBucket", "PutPublicAccessBlock", setting, "PutObject"] {
        let endpoint = Endpoint::start(Kind::Simulator);
        kill_at(&endpoint, "wide", "deploy first --yes", action, 0);
        succeed(endpoint.run(wide, "deploy first --yes"));
        let again = succeed(endpoint.run(wide, "deploy first"));
        assert!(again.stderr.contains("4 unchanged"), "{action}: {}", again.stderr);
        let bucket = "/ecomind-templates-111111111111-eu-west-1";
        let expiry = endpoint.get(&format!("{bucket}?lifecycle"));
        assert!(expiry.contains("<ID>Expire</ID>"), "{action}: {expiry}");
        let access = endpoint.get(&format!("{bucket}?publicAccessBlock"));
        let closed = "<RestrictPublicBuckets>true</RestrictPublicBuckets>";
        assert!(access.contains(closed), "{action}: {access}");
    }
}

#[test]
fn a_bucket_that_somebody_named_stays_as_they_want_it() {
    let endpoint = Endpoint::start(Kind::Simulator);
    endpoint.put("/of-the-team", "");
    succeed(endpoint.run(wide, "deploy first --yes --bucket of-the-team"));
    let expiry = endpoint.get("/of-the-team?lifecycle");
    assert!(expiry.contains("NoSuchLifecycleConfiguration"), "{expiry}");
}

fn check(step: &Step) {
    let &(before, command, action, after) = step;
    let endpoint = Endpoint::start(Kind::Simulator);
    if let Some(before) = before {
        succeed(endpoint.run(shop, before));
    }
    endpoint.simulator().clear_calls();
    kill_at(&endpoint, "shop", command, action, after);
    let what = format!("{command}, killed at {action} {after}");
    let again = endpoint.run(shop, command);
    assert_eq!(again.exit, ecomind_cli::Exit::Success, "{what}: {}", again.stderr);

    let third = succeed(endpoint.run(shop, command));
    let nothing = if command.starts_with("destroy") { "0 stacks deleted" } else { "2 unchanged" };
    assert!(third.stderr.contains(nothing), "{what}: {}", third.stderr);
    let stacks = endpoint.call("Action=ListStacks");
    assert!(!stacks.contains("REVIEW_IN_PROGRESS"), "{what}: {stacks}");
    for stack in ["shop-Data", "shop-Work"] {
        let sets = endpoint.call(&format!("Action=ListChangeSets&StackName={stack}"));
        assert!(!sets.contains("AVAILABLE"), "{what}: {sets}");
        let events = endpoint.call(&format!("Action=DescribeStackEvents&StackName={stack}"));
        for made in ["Table", "Queue", "Archive"] {
            let id = format!("<LogicalResourceId>{made}</LogicalResourceId>");
            let events = events.split("<member>").filter(|event| event.contains(&id));
            let created = events
                .filter(|event| event.contains(">CREATE_COMPLETE<"))
                .count();
            assert!(created <= 1, "{what}: {made} was made {created} times");
        }
    }
}

/// Lets a call have its effect, and kills the process before it gets the answer.
fn kill_at(endpoint: &Endpoint, app: &str, command: &str, action: &str, after: u32) {
    let simulator = endpoint.simulator();
    simulator.inject(CallFault::stall(300_000).on(action).after(after).times(1));
    let mut process = endpoint.start_process_of(app, command);
    let start = Instant::now();
    let is_met = || {
        let calls = simulator.calls();
        let met = calls.iter().filter(|call| call.action == action).count();
        usize::try_from(after).is_ok_and(|after| after < met)
    };
    while !is_met() {
        let waited = start.elapsed();
        assert!(waited < Duration::from_mins(1), "{command}: {action} {after} is never called");
        thread::sleep(Duration::from_millis(5));
    }
    process.kill().expect("it runs");
    process.wait().expect("it was started here");
    simulator.clear_faults();
}
