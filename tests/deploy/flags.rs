//! What the flags of deployments do, against the simulator.

use std::time::{Duration, Instant};

use ecomind_cli::Outcome;
use ecomind_simulator::{CallFault, Pace, ResourceFault, Simulator, Step};
use serde_json::{Value, json};

use crate::{
    app::{abroad, files, shop, wide},
    endpoint::{Endpoint, Kind},
    outcome::{assert_says, fail, succeed},
};

fn endpoint() -> Endpoint {
    Endpoint::start(Kind::Simulator)
}

/// The parameters of each call of this name.
fn sent(endpoint: &Endpoint, action: &str) -> Vec<Value> {
    let calls = endpoint.simulator().calls().into_iter();
    let calls = calls.filter(|call| call.action == action);
    calls.map(|call| call.parameters).collect()
}

fn events(outcome: &Outcome) -> Vec<Value> {
    let lines = outcome.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("each line is an event"))
        .collect()
}

/// The most stacks that were under way at once.
fn most_at_once(events: &[Value]) -> i32 {
    let (mut now, mut most) = (0, 0);
    for event in events {
        match event["event"].as_str() {
            Some("started") => now += 1,
            Some("finished") => now -= 1,
            _ => {}
        }
        most = most.max(now);
    }
    most
}

#[test]
fn at_most_so_many_stacks_are_deployed_side_by_side() {
    for (flag, expected) in [("1", 1..=1), ("2", 2..=2), ("4", 3..=4)] {
        let endpoint = endpoint();
        let command = format!("deploy first --yes --json --concurrency {flag}");
        let most = most_at_once(&events(&succeed(endpoint.run(wide, &command))));
        assert!(expected.contains(&most), "--concurrency {flag}: {most}");
    }
}

#[test]
fn what_cloudformation_is_to_know_is_in_the_calls() {
    let endpoint = endpoint();
    let flags = "--role-arn arn:aws:iam::111111111111:role/deployer \
                 --notification-arns arn:aws:sns:eu-west-1:111111111111:deployments \
                 --rollback-trigger-alarm-arns \
                 arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors \
                 --monitoring-time-minutes 5 --tags team=shop";
    succeed(endpoint.run(shop, &format!("deploy first --yes {flags}")));
    let made = sent(&endpoint, "CreateChangeSet");
    assert_eq!(made.len(), 2);
    for made in made {
        assert_eq!(made["RoleARN"], "arn:aws:iam::111111111111:role/deployer");
        let topic = "arn:aws:sns:eu-west-1:111111111111:deployments";
        assert_eq!(made["NotificationARNs"], json!([topic]));
        let alarm = "arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors";
        assert_eq!(
            made["RollbackConfiguration"],
            json!({
                "RollbackTriggers": [{"Arn": alarm, "Type": "AWS::CloudWatch::Alarm"}],
                "MonitoringTimeInMinutes": "5",
            })
        );
        assert_eq!(made["Tags"], json!([{"Key": "team", "Value": "shop"}]));
        assert_eq!(made["OnStackFailure"], "DELETE");
    }
    let again = succeed(endpoint.run(shop, &format!("deploy first --yes {flags}")));
    assert_says(&again.stderr, &["2 unchanged"]);
    let role = "--role-arn arn:aws:iam::111111111111:role/destroyer";
    succeed(endpoint.run(shop, &format!("destroy first --yes {role}")));
    for deleted in sent(&endpoint, "DeleteStack") {
        assert_eq!(deleted["RoleARN"], "arn:aws:iam::111111111111:role/destroyer");
    }
}

#[test]
fn what_was_made_stays_when_nothing_is_to_be_rolled_back() {
    let endpoint = endpoint();
    endpoint.faults("Queue create no queues today\n");
    let failed = fail(endpoint.run(shop, "deploy first --yes --no-rollback"));
    assert_says(&failed, &["`Work` is CREATE_FAILED: what was made stays, as asked for"]);
    endpoint.faults("");
    succeed(endpoint.run(shop, "deploy first --yes"));
}

#[test]
fn express_is_for_environments_that_allow_it() {
    let endpoint = endpoint();
    let refused = fail(endpoint.run(shop, "deploy first --yes --express"));
    assert_says(&refused, &["`--express`", "`first`"]);
    assert_eq!(sent(&endpoint, "CreateChangeSet"), [] as [Value; 0]);
    succeed(endpoint.run(shop, "deploy second --yes --express"));
    for made in sent(&endpoint, "CreateChangeSet") {
        assert_eq!(made["DeploymentConfig"]["Mode"], "EXPRESS");
        assert_eq!(made["DeploymentConfig"]["DisableRollback"], "false");
    }
}

#[test]
fn stacks_of_another_account_are_deployed_with_a_role_of_it() {
    let endpoint = endpoint();
    let refused = fail(endpoint.run(abroad, "deploy first --yes"));
    assert_says(&refused, &["222222222222", "111111111111", "`--assume-role`"]);
    succeed(endpoint.run(abroad, "deploy first --yes --assume-role deployer"));
    for assumed in sent(&endpoint, "AssumeRole") {
        assert_eq!(assumed["RoleArn"], "arn:aws:iam::222222222222:role/deployer");
    }
    let calls = endpoint.simulator().calls().into_iter();
    let executed: Vec<_> = calls
        .filter(|call| call.action == "ExecuteChangeSet")
        .map(|call| (call.account, call.region))
        .collect();
    for region in ["eu-west-1", "us-east-1"] {
        let place = ("222222222222".to_owned(), region.to_owned());
        assert!(executed.contains(&place), "{executed:?}");
    }
    let elsewhere = fail(endpoint.run(abroad, "deploy first --assume-role x --region eu-north-1"));
    assert_says(&elsewhere, &["`Near` is in eu-west-1, and `--region` says eu-north-1"]);
}

#[test]
fn a_stack_that_somebody_else_changes_is_waited_for_or_not() {
    let slow = Simulator::builder()
        .wall_clock()
        .pace(Pace::RealTime(1.0))
        .durations(Duration::from_secs(2));
    let endpoint = Endpoint::of(slow.start().unwrap());
    let template = r#"{"Resources":{"Queue":{"Type":"AWS::SQS::Queue"}}}"#;
    let template = template
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace('"', "%22");
    endpoint.call(&format!("Action=CreateStack&StackName=shop-Work&TemplateBody={template}"));
    let refused = fail(endpoint.run(shop, "deploy first --yes --on-busy fail"));
    assert_says(&refused, &["`Work` is being changed: CREATE_IN_PROGRESS", "`--on-busy wait`"]);
    let waited = succeed(endpoint.run(shop, "deploy first --yes --on-busy wait"));
    assert_says(
        &waited.stderr,
        &["`Work` is CREATE_IN_PROGRESS: waiting for that", "1 created, 1 updated"],
    );
}

#[test]
fn what_takes_too_long_is_let_go_of() {
    let endpoint = endpoint();
    let late = fail(endpoint.run(shop, "deploy first --yes --timeout 0"));
    assert_says(&late, &["it takes longer than `--timeout` allows"]);
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Data  not deployed", "Work  not deployed"]);
}

#[test]
fn buckets_are_emptied_or_kept_and_never_by_accident() {
    let endpoint = endpoint();
    succeed(endpoint.run(files, "deploy first --yes"));
    for body in ["one", "two"] {
        endpoint.put("/reports-of-the-shop/report", body);
    }
    let refused = fail(endpoint.run(files, "destroy first --yes"));
    assert_says(
        &refused,
        &["only empty buckets can be deleted", "`reports-of-the-shop`: 2 objects and versions"],
    );
    let status = succeed(endpoint.run(files, "status first"));
    assert_says(&status.stdout, &["Files  CREATE_COMPLETE"]);
    succeed(endpoint.run(files, "destroy first --yes --empty-buckets"));
    let status = succeed(endpoint.run(files, "status first"));
    assert_says(&status.stdout, &["Files  not deployed"]);

    succeed(endpoint.run(files, "deploy first --yes"));
    endpoint.put("/reports-of-the-shop/report", "three");
    for name in ["Files.Report", "File.Reports", "Reports"] {
        let refused = fail(endpoint.run(files, &format!("destroy first --yes --retain {name}")));
        let must = "`--retain` must name a deployed resource of a stack that is deleted (Files)";
        assert_says(&refused, &[must, &format!("got `{name}`")]);
    }
    let kept = succeed(endpoint.run(files, "destroy first --yes --retain Files.Reports"));
    let stays = "stays, in no stack: Files.Reports (reports-of-the-shop)";
    assert_says(&kept.stderr, &["1 stack deleted", stays]);
    // Of what is gone, nothing is left to keep.
    let again = succeed(endpoint.run(files, "destroy first --yes --retain Files.Reports"));
    assert_says(&again.stderr, &["0 stacks deleted"]);
}

#[test]
fn what_a_template_in_yaml_keeps_is_not_emptied() {
    let endpoint = endpoint();
    let template = "Resources:%0A  Reports:%0A    Type: AWS::S3::Bucket%0A    DeletionPolicy: Retain%0A    \
                    Properties:%0A      BucketName: reports-of-the-shop%0A";
    let template = template.replace(' ', "%20");
    endpoint.call(&format!("Action=CreateStack&StackName=files-Files&TemplateBody={template}"));
    while !succeed(endpoint.run(files, "status first"))
        .stdout
        .contains("Files  CREATE_COMPLETE")
    {}
    endpoint.put("/reports-of-the-shop/report", "by hand");
    let gone = succeed(endpoint.run(files, "destroy first --yes --empty-buckets"));
    let stays = "stays, in no stack: Files.Reports (reports-of-the-shop)";
    assert_says(&gone.stderr, &["1 stack deleted", stays]);
    let calls = endpoint.simulator().calls();
    assert!(calls.iter().all(|call| call.action != "DeleteObjects"), "{calls:#?}");
}

#[test]
fn what_cloudformation_finds_beforehand_is_told_with_its_place() {
    let endpoint = endpoint();
    succeed(endpoint.run(shop, "deploy first --yes"));
    let refused = fail(endpoint.run(shop, "deploy misspelt --yes"));
    assert_says(
        &refused,
        &[
            "CloudFormation can't change `Work`",
            "`Work/Queue` /Resources/Queue/Properties/DelaySecs",
            "(PROPERTY_VALIDATION)",
            "tests/deploy/app.rs:",
        ],
    );
    assert_says(&succeed(endpoint.run(shop, "deploy first")).stderr, &["2 unchanged"]);
}

#[test]
fn what_a_failed_creation_has_left_is_deleted_first() {
    let endpoint = endpoint();
    let fault = ResourceFault::new("Queue", Step::Create, "no queues today");
    endpoint.simulator().inject(fault.times(1));
    let template = "%7B%22Resources%22:%7B%22Queue%22:%7B%22Type%22:%22AWS::SQS::Queue%22%7D%7D%7D";
    endpoint.call(&format!("Action=CreateStack&StackName=shop-Work&TemplateBody={template}"));
    // Each look moves it on.
    while !succeed(endpoint.run(shop, "status first"))
        .stdout
        .contains("Work  ROLLBACK_COMPLETE")
    {}
    let deployed = succeed(endpoint.run(shop, "deploy first --yes"));
    assert_says(
        &deployed.stderr,
        &["Work: delete what a failed creation left, and create `shop-Work`", "2 created"],
    );
}

#[test]
fn a_failure_alone_is_shown_when_that_is_asked_for() {
    let endpoint = endpoint();
    endpoint.faults("Queue create no queues today\n");
    let command = "deploy first --yes --progress errors-only";
    let quiet = fail(endpoint.run(shop, command));
    assert_says(&quiet, &["`Work` CREATE_FAILED Queue (Work/Queue): no queues today"]);
    assert!(!quiet.contains("CREATE_COMPLETE Table"), "{quiet}");
    endpoint.faults("");
    let all = succeed(endpoint.run(shop, "deploy second --yes --progress events"));
    assert_says(&all.stderr, &["`Work` CREATE_IN_PROGRESS shop-Work", "CREATE_COMPLETE Queue"]);
}

#[test]
fn credentials_that_expired_are_said_to_have() {
    let endpoint = endpoint();
    let fault = CallFault::expired_token().on("ExecuteChangeSet");
    endpoint.simulator().inject(fault);
    let expired = fail(endpoint.run(shop, "deploy first --yes"));
    assert_says(&expired, &["expired", "get new credentials", "it goes on where it was"]);
    endpoint.faults("");
    assert_says(&succeed(endpoint.run(shop, "deploy first --yes")).stderr, &["2 created"]);
}

#[cfg(unix)]
#[test]
fn a_first_interrupt_tidies_up_and_a_second_one_ends_at_once() {
    let endpoint = endpoint();
    let simulator = endpoint.simulator();
    simulator.inject(CallFault::stall(300_000).on("DescribeChangeSet"));
    simulator.inject(CallFault::hang(300_000).on("DeleteChangeSet"));
    let mut process = endpoint.start_process("deploy first --yes");
    let wait_for = |action: &str| {
        let start = Instant::now();
        while sent(&endpoint, action).is_empty() {
            assert!(start.elapsed() < Duration::from_mins(1), "{action} is never called");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let interrupt = |pid: u32| {
        let kill = std::process::Command::new("kill")
            .args(["-INT", &pid.to_string()])
            .status();
        assert!(kill.unwrap().success());
    };
    wait_for("DescribeChangeSet");
    interrupt(process.id());
    wait_for("DeleteChangeSet");
    assert_eq!(process.try_wait().unwrap(), None, "it still tidies up");
    let second = Instant::now();
    interrupt(process.id());
    assert_eq!(process.wait().unwrap().code(), Some(130));
    assert!(second.elapsed() < Duration::from_secs(10));

    endpoint.faults("");
    assert_says(&succeed(endpoint.run(shop, "deploy first --yes")).stderr, &["2 created"]);
}
