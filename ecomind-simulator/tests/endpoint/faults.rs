//! What goes wrong on the way.

use std::time::Duration;

use aws_sdk_cloudformation::config::timeout::TimeoutConfig;
use ecomind_simulator::{CallFault, Pace, Simulator};
use serde_json::json;

use crate::support::{bench, queue, resources, said, with};

#[test]
fn calls_are_throttled_refused_and_expired() {
    let bench = bench();
    let describe = || {
        let outcome = bench.run(bench.client.describe_stacks().send());
        outcome.map(|_| ()).map_err(|it| said(&it))
    };
    bench
        .simulator
        .inject(CallFault::throttle().on("DescribeStacks").every(2).times(1));
    assert_eq!(describe(), Err("Throttling: Rate exceeded".to_owned()));
    assert_eq!(describe(), Ok(()));
    bench.simulator.inject(CallFault::expired_token().times(1));
    assert_eq!(
        describe(),
        Err("ExpiredToken: The security token included in the request is expired".to_owned())
    );
    bench.simulator.inject(CallFault::internal_error().times(1));
    assert!(describe().unwrap_err().starts_with("InternalFailure"));
    assert_eq!(describe(), Ok(()));
}

#[test]
fn a_connection_can_end_before_or_after_the_effect() {
    let bench = bench();
    let template = resources(json!({"Jobs": queue(json!({}))})).to_string();
    let create = |name: &str| {
        let created = bench
            .client
            .create_stack()
            .stack_name(name)
            .template_body(&template);
        bench.run(created.send()).is_ok()
    };
    bench
        .simulator
        .inject(CallFault::drop_before().on("CreateStack").times(1));
    assert!(!create("before"));
    assert_eq!(bench.status("before"), "none");
    bench
        .simulator
        .inject(CallFault::drop_after().on("CreateStack").times(1));
    assert!(!create("after"));
    assert_eq!(bench.wait("after").status, "CREATE_COMPLETE");
}

#[test]
fn a_call_can_stall_until_the_client_gives_up() {
    let bench = bench();
    let template = resources(json!({"Jobs": queue(json!({}))})).to_string();
    bench
        .simulator
        .inject(CallFault::stall(2_000).on("CreateStack"));
    let impatient = TimeoutConfig::builder()
        .operation_timeout(Duration::from_millis(200))
        .build();
    let settings = aws_sdk_cloudformation::config::Builder::new().timeout_config(impatient);
    let created = bench
        .client
        .create_stack()
        .stack_name("shop")
        .template_body(&template);
    assert!(
        bench
            .run(created.customize().config_override(settings).send())
            .is_err()
    );
    assert_eq!(bench.wait("shop").status, "CREATE_COMPLETE");
}

#[test]
fn a_call_can_hang_without_an_effect() {
    let bench = bench();
    let template = resources(json!({"Jobs": queue(json!({}))})).to_string();
    bench
        .simulator
        .inject(CallFault::hang(50).on("CreateStack").times(1));
    let created = bench
        .client
        .create_stack()
        .stack_name("shop")
        .template_body(&template);
    assert!(bench.run(created.send()).is_err());
    assert_eq!(bench.status("shop"), "none");
    assert_eq!(bench.simulator.calls()[0].error.as_deref(), Some("Hang"));
}

#[test]
fn every_call_is_in_the_log() {
    let bench = bench();
    bench.deploy("shop", &resources(json!({"Jobs": queue(json!({}))})));
    let calls = bench.simulator.calls();
    let created = calls
        .iter()
        .find(|it| it.action == "CreateChangeSet")
        .unwrap();
    assert_eq!(created.stack(), Some("shop"));
    assert_eq!(created.parameters["ChangeSetType"], "CREATE");
    assert_eq!((created.account.as_str(), created.region.as_str()), ("111122223333", "eu-west-1"));
    bench.simulator.clear_calls();
    assert_eq!(bench.simulator.calls(), []);
}

#[test]
fn the_state_outlives_the_simulator() {
    let folder = tempfile::tempdir().unwrap();
    let template = resources(json!({"Jobs": queue(json!({}))}));
    let first = with(
        Simulator::builder()
            .folder(folder.path())
            .pace(Pace::ByHand),
    );
    first.propose("shop", "first", &template);
    first.execute("shop", "first");
    assert_eq!(first.status("shop"), "CREATE_IN_PROGRESS");
    drop(first);
    let second = with(Simulator::builder().folder(folder.path()));
    assert_eq!(second.wait("shop").status, "CREATE_COMPLETE");
}

#[test]
fn time_can_be_moved_by_hand() {
    let bench = with(Simulator::builder().pace(Pace::ByHand));
    let template = resources(json!({
        "First": queue(json!({})),
        "Second": {"Type": "AWS::SQS::Queue", "DependsOn": "First"},
    }));
    bench.propose("shop", "first", &template);
    bench.execute("shop", "first");
    let mut seen = vec![bench.physical_id("shop", "First").is_some()];
    while bench.simulator.step("shop").unwrap() {
        seen.push(bench.physical_id("shop", "First").is_some());
    }
    assert!(!seen[0] && *seen.last().unwrap());
    assert_eq!(bench.status("shop"), "CREATE_COMPLETE");
}

#[test]
fn the_same_calls_give_the_same_answers() {
    let story = || {
        let bench = bench();
        let template =
            resources(json!({"Jobs": queue(json!({})), "Topic": {"Type": "AWS::SNS::Topic"}}));
        bench.deploy("shop", &template);
        format!("{:?}", bench.events("shop"))
    };
    assert_eq!(story(), story());
}

#[test]
fn operations_can_take_real_time() {
    let builder = Simulator::builder()
        .pace(Pace::RealTime(1.0))
        .durations(Duration::from_millis(150));
    let bench = with(builder);
    bench.propose("shop", "first", &resources(json!({"Jobs": queue(json!({}))})));
    bench.execute("shop", "first");
    assert_eq!(bench.status("shop"), "CREATE_IN_PROGRESS");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(bench.status("shop"), "CREATE_COMPLETE");
}

#[test]
fn a_region_that_is_lost_answers_nobody_and_comes_back_as_it_was() {
    let bench = bench();
    let template = json!({
        "Resources": {"Jobs": queue(json!({}))},
        "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Jobs", "Arn"]}}},
    });
    assert_eq!(bench.deploy("first", &template).status, "CREATE_COMPLETE");
    let elsewhere = bench.client_in("111122223333", "us-west-2");
    let read = |name: &str| {
        let output = json!({"StackName": "first", "OutputName": "Arn", "Region": "eu-west-1"});
        let queue = queue(json!({"KmsMasterKeyId": {"Fn::GetStackOutput": output}}));
        let template = resources(json!({ "Other": queue })).to_string();
        let create = elsewhere
            .create_stack()
            .stack_name(name)
            .template_body(template);
        bench.run(create.send()).unwrap();
        for _ in 0..20 {
            let look = bench
                .run(elsewhere.describe_stacks().stack_name(name).send())
                .unwrap();
            let status = look.stacks()[0].stack_status().unwrap().as_str().to_owned();
            if !status.ends_with("IN_PROGRESS") {
                return status;
            }
        }
        panic!("{name} never ends")
    };
    assert_eq!(read("before"), "CREATE_COMPLETE");
    bench.simulator.lose_region("eu-west-1");
    assert!(bench.run(bench.client.describe_stacks().send()).is_err());
    let calls = bench.simulator.calls();
    assert_eq!(calls.last().unwrap().error.as_deref(), Some("RegionLost"));
    assert_eq!(read("after"), "ROLLBACK_COMPLETE");
    bench.simulator.restore_region("eu-west-1");
    assert_eq!(bench.status("first"), "CREATE_COMPLETE");
}
