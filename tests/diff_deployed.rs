//! `diff` against what is deployed, over HTTP, with the simulator in the place of AWS.

#[path = "diff_deployed/shop.rs"]
mod shop;

use std::{
    env, fs,
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ecomind_cli::{Exit, Outcome, Program};
use ecomind_simulator::{CallFault, Simulator};
use shop::shop;

fn program(url: &str) -> Program {
    Program::new("shop", "1.2.3")
        .variable("AWS_ENDPOINT_URL", url)
        .variable("AWS_ACCESS_KEY_ID", "111111111111")
        .variable("AWS_SECRET_ACCESS_KEY", "test")
}

fn run(simulator: &Simulator, arguments: &str) -> Outcome {
    program(simulator.endpoint_url()).capture(shop, arguments.split_whitespace())
}

#[track_caller]
fn succeed(simulator: &Simulator, arguments: &str) -> String {
    let outcome = run(simulator, arguments);
    assert_eq!(outcome.exit, Exit::Success, "{}\n{}", outcome.stdout, outcome.stderr);
    outcome.stdout
}

/// The simulator with the first version of the shop.
fn deployed() -> Simulator {
    let simulator = Simulator::start().expect("there is a free port");
    succeed(&simulator, "deploy first --yes");
    simulator.clear_calls();
    simulator
}

/// How many calls of this name were made.
fn calls(simulator: &Simulator, action: &str) -> usize {
    let calls = simulator.calls();
    calls.iter().filter(|call| call.action == action).count()
}

#[track_caller]
fn assert_nothing_is_left(simulator: &Simulator) {
    let (made, deleted) =
        (calls(simulator, "CreateChangeSet"), calls(simulator, "DeleteChangeSet"));
    assert!(0 < made && made <= deleted, "{made} made, {deleted} deleted");
    assert_eq!(calls(simulator, "ExecuteChangeSet"), 0);
    let status = succeed(simulator, "status first");
    assert!(!status.contains("REVIEW_IN_PROGRESS"), "{status}");
}

#[test]
fn a_stack_that_is_not_there_counts_as_empty() {
    let simulator = Simulator::start().expect("there is a free port");
    let text = succeed(&simulator, "diff first");
    assert!(text.starts_with("first against what is deployed to AWS\n"), "{text}");
    assert!(text.contains("(+) Orders") && text.contains("(+) Readers"), "{text}");
    assert!(text.ends_with("2 of 2 stacks differ: 3 added\n"), "{text}");
}

#[test]
fn what_is_deployed_has_no_difference_and_a_later_version_has() {
    let simulator = deployed();
    let same = succeed(&simulator, "diff first --detailed-exitcode");
    assert!(same.ends_with("no difference in 2 stacks\n"), "{same}");
    insta::assert_snapshot!(succeed(&simulator, "diff second"), @"
    second against what is deployed to AWS

    Work  shop-Work  eu-west-1  risk: high
    (!) Orders  AWS::SQS::Queue  Work/Orders
        --> tests/diff_deployed/shop.rs:43:10
        QueueName: orders -> sales (replaces)
        DelaySeconds: 1 -> 2
        will be replaced: `QueueName` is set when the resource is created, and never again [schema]
    (+) Archive  AWS::SQS::Queue  Work/Archive
        --> tests/diff_deployed/shop.rs:50:14
      decide:
        high: `Work/Orders` holds data and is replaced: the old one is deleted with all its data (it has no UpdateReplacePolicy, and the default is Delete)
          - leave the property as it is deployed
          - set `UpdateReplacePolicy: Snapshot` or `Retain`, and move the data over in steps that you planned

    Reports  shop-Reports  eu-west-1  risk: low
    (|) Readers  AWS::SNS::Topic  Reports/Readers
        --> tests/diff_deployed/shop.rs:57:10
        stays: `DisplayName` refers to `Work/Orders`, which is replaced [follows from another replacement]

    risk: high
      high: Work: `Work/Orders` holds data and is replaced: the old one is deleted with all its data (it has no UpdateReplacePolicy, and the default is Delete)
    cost: +$0.00 a month, 3 resources not priced
    2 of 2 stacks differ: 1 added, 1 will be replaced, 1 updated by reference
    ");
    assert_eq!(calls(&simulator, "CreateChangeSet"), 0);
}

#[test]
fn a_change_set_decides_and_is_deleted_again() {
    let simulator = deployed();
    let arguments = "diff second Work --method change-set --parameters Work:Suffix=b";
    let text = succeed(&simulator, arguments);
    insta::assert_snapshot!(text, @"
    second against what is deployed to AWS, by change sets

    Work  shop-Work  eu-west-1  risk: high
    (!) Orders  AWS::SQS::Queue  Work/Orders
        --> tests/diff_deployed/shop.rs:43:10
        QueueName: orders -> sales (replaces)
        DelaySeconds: 1 -> 2
        will be replaced: `QueueName` is set when the resource is created, and never again [schema]
        will be replaced: `QueueName` replaces it, as CloudFormation says [change set]
    (!) Named  AWS::SQS::Queue  Work/Named
        --> tests/diff_deployed/shop.rs:46:10
        QueueName: a -> b (replaces)
        will be replaced: `QueueName` replaces it, as CloudFormation says [change set]
    (+) Archive  AWS::SQS::Queue  Work/Archive
        --> tests/diff_deployed/shop.rs:50:14
      decide:
        high: `Work/Orders` holds data and is replaced: the old one is deleted with all its data (it has no UpdateReplacePolicy, and the default is Delete)
          - leave the property as it is deployed
          - set `UpdateReplacePolicy: Snapshot` or `Retain`, and move the data over in steps that you planned
        high: `Work/Named` holds data and is replaced: the old one is deleted with all its data (it has no UpdateReplacePolicy, and the default is Delete)
          - leave the property as it is deployed
          - set `UpdateReplacePolicy: Snapshot` or `Retain`, and move the data over in steps that you planned

    risk: high
      high: Work: `Work/Orders` holds data and is replaced: the old one is deleted with all its data (it has no UpdateReplacePolicy, and the default is Delete)
      high: Work: `Work/Named` holds data and is replaced: the old one is deleted with all its data (it has no UpdateReplacePolicy, and the default is Delete)
    cost: +$0.00 a month, 3 resources not priced
    1 of 1 stacks differ: 1 added, 2 will be replaced
    ");
    assert_nothing_is_left(&simulator);
}

#[test]
fn who_decided_is_in_the_json() {
    let simulator = deployed();
    let decided = |arguments: &str| -> Vec<String> {
        let text = succeed(&simulator, &format!("diff second Work --json {arguments}"));
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let resources = json["environments"][0]["stacks"][0]["resources"]
            .as_array()
            .unwrap();
        let words = resources
            .iter()
            .map(|it| format!("{} {} {}", it["logicalId"], it["replacement"], it["decidedBy"]));
        words.collect()
    };
    insta::assert_debug_snapshot!((decided(""), decided("--method change-set")), @r#"
(
    [
        "\"Orders\" \"will\" \"schema\"",
        "\"Archive\" \"wont\" null",
    ],
    [
        "\"Orders\" \"will\" \"change-set\"",
        "\"Archive\" \"wont\" null",
    ],
)
"#);
}

#[test]
fn the_stack_that_a_change_set_made_goes_with_it() {
    let simulator = Simulator::start().expect("there is a free port");
    let text = succeed(&simulator, "diff first --method change-set");
    assert!(text.ends_with("2 of 2 stacks differ: 3 added\n"), "{text}");
    assert_nothing_is_left(&simulator);
    let status = succeed(&simulator, "status first");
    assert_eq!(status.matches("not deployed").count(), 2, "{status}");
}

#[test]
fn what_cloudformation_refuses_wants_a_decision() {
    let simulator = deployed();
    let taken = serde_json::json!({"QueueName": "taken"});
    simulator.add_resource("111111111111", "eu-west-1", "AWS::SQS::Queue", taken);
    let text = succeed(&simulator, "diff broken --method change-set");
    assert!(text.contains("high: CloudFormation can't change `Work`"), "{text}");
    assert_nothing_is_left(&simulator);
}

#[test]
fn change_sets_are_deleted_when_a_call_fails() {
    let simulator = deployed();
    let fault = CallFault::expired_token().on("DescribeChangeSet");
    simulator.inject(fault);
    let outcome = run(&simulator, "diff second --method change-set");
    assert_eq!(outcome.exit, Exit::Failure, "{}", outcome.stdout);
    assert!(outcome.stderr.contains("`--against HEAD`"), "{}", outcome.stderr);
    simulator.clear_faults();
    assert_nothing_is_left(&simulator);
}

#[test]
fn somebody_elses_change_set_stays() {
    let simulator = deployed();
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan.json");
    succeed(
        &simulator,
        &format!("plan second --allow-replace Work.Orders --out {}", plan.display()),
    );
    succeed(&simulator, "diff second --method change-set");
    let planned = format!("deploy second --plan {}", plan.display());
    let outcome = run(&simulator, &planned);
    assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
}

#[test]
fn a_stack_that_the_app_has_no_more_is_shown_with_what_it_holds() {
    let simulator = Simulator::start().expect("there is a free port");
    succeed(&simulator, "deploy larger --yes");
    insta::assert_snapshot!(succeed(&simulator, "diff first"), @"
    first against what is deployed to AWS

    (-) History  shop-History  eu-west-1  risk: high
    (-) Orders  AWS::DynamoDB::Table
      decide:
        medium: the app has this stack no more: `deploy` leaves it and all that it holds as they are
          - delete it with `destroy` and the version of the app that has it
          - take it back into the app, or move what it holds to another stack of it
        high: `Orders` holds data: when its stack is deleted, it is deleted with all its data (it has no DeletionPolicy, and the default is Delete)
          - deploy `DeletionPolicy: Retain` before the stack is deleted, or leave it

    risk: high
      high: History: `Orders` holds data: when its stack is deleted, it is deleted with all its data (it has no DeletionPolicy, and the default is Delete)
      medium: History: the app has this stack no more: `deploy` leaves it and all that it holds as they are
    cost: +$0.00 a month, 1 resource not priced
    1 of 3 stacks differ: 1 removed
    ");
    let json = succeed(&simulator, "diff first --json");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let stacks = json["environments"][0]["stacks"].as_array().unwrap();
    let history = stacks
        .iter()
        .find(|stack| stack["id"] == "History")
        .unwrap();
    assert_eq!(history["presence"], "removed");
    assert_eq!(history["findings"][0]["kind"], "removed-stack");
    assert_eq!(history["findings"][1]["kind"], "data-loss");
    let exit = run(&simulator, "diff first --fail-on destructive").exit;
    assert_eq!(exit, Exit::Failure);
    // Whoever asks about one stack hears of that one.
    let one = succeed(&simulator, "diff first Work");
    assert!(!one.contains("History"), "{one}");
    // It is there still, whatever is deployed.
    succeed(&simulator, "deploy first --yes");
    let after = succeed(&simulator, "diff first");
    assert!(after.contains("(-) History"), "{after}");
    // Of a version that has it, it is a stack like any other.
    assert!(!succeed(&simulator, "diff larger").contains("History"));
    let destroyed = run(&simulator, "destroy larger History --yes");
    assert!(!destroyed.stderr.contains("leaves it"), "{}", destroyed.stderr);
    let gone = succeed(&simulator, "diff first");
    assert!(!gone.contains("History"), "{gone}");
}

#[test]
fn a_stack_that_others_made_is_not_taken_for_one_of_the_app() {
    let simulator = deployed();
    let outcome = Program::new("tools", "1.2.3")
        .variable("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .variable("AWS_ACCESS_KEY_ID", "111111111111")
        .variable("AWS_SECRET_ACCESS_KEY", "test")
        .capture(shop::tools, ["deploy", "first", "--yes"]);
    assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
    let text = succeed(&simulator, "diff first");
    assert!(!text.contains("History"), "{text}");
}

#[test]
fn credentials_that_may_not_list_stacks_are_told_of() {
    let simulator = deployed();
    simulator.inject(CallFault::denied().on("ListStacks"));
    let outcome = run(&simulator, "diff first");
    assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("do not allow to list stacks"), "{}", outcome.stderr);
}

#[test]
fn the_picture_shows_what_differs_from_what_is_deployed() {
    let simulator = deployed();
    let picture = succeed(&simulator, "graph second --against deployed");
    assert!(picture.contains("! Orders") && picture.contains("+ Archive"), "{picture}");
    assert!(!succeed(&simulator, "graph second").contains("! Orders"));
}

#[test]
fn without_credentials_the_ways_on_are_said() {
    let bare = Program::new("shop", "1.2.3");
    let text = |arguments: &str| {
        let outcome = bare.capture(shop, arguments.split_whitespace());
        assert_eq!(outcome.exit, Exit::Failure);
        outcome.stderr
    };
    insta::assert_snapshot!(text("diff first --against deployed"), @"
    error: there are no credentials for AWS

    hint: three ways on: configure credentials (`aws configure`, `AWS_PROFILE`, `--profile`), point to an endpoint with `AWS_ENDPOINT_URL`, or try it with `--local`; `--against HEAD` compares with what is committed, without AWS
    ");
    insta::assert_snapshot!(text("diff first --against HEAD --method change-set"), @"
    error: `--method change-set` asks about what is deployed, and nothing else

    hint: leave out `--against`, or say `--against deployed`
    ");
}

#[cfg(unix)]
#[test]
fn change_sets_are_deleted_after_an_interrupt() {
    let simulator = Simulator::builder().change_set_looks(1_000_000).start();
    let simulator = simulator.expect("there is a free port");
    let mut child = start(&simulator, "diff first --method change-set");
    let start = Instant::now();
    while calls(&simulator, "DescribeChangeSet") < 1 {
        assert!(start.elapsed() < Duration::from_secs(90), "it never asks");
        thread::sleep(Duration::from_millis(20));
    }
    let pid = child.id().to_string();
    Command::new("kill").args(["-INT", &pid]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_nothing_is_left(&simulator);
}

#[test]
#[ignore = "this is the process that another test starts"]
fn program_of_its_own() {
    let variable = |name| env::var(name).expect("`start` sets it");
    let arguments = variable("ARGUMENTS");
    let outcome = program(&variable("ENDPOINT")).capture(shop, arguments.split_whitespace());
    process::exit(outcome.exit.code().into());
}

/// Runs the command line in a process of its own, which can be interrupted.
fn start(simulator: &Simulator, arguments: &str) -> Child {
    Command::new(env::current_exe().expect("a process knows its program"))
        .args(["--exact", "program_of_its_own", "--ignored", "--nocapture"])
        .env("ENDPOINT", simulator.endpoint_url())
        .env("ARGUMENTS", arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts, as this process did")
}

#[test]
fn the_local_simulator_is_what_is_deployed() {
    let folder = tempfile::tempdir().unwrap();
    let local = format!("--local={}", folder.path().join("state").display());
    let bare = Program::new("shop", "1.2.3");
    let run = |arguments: String| bare.capture(shop, arguments.split_whitespace()).stdout;
    run(format!("deploy first {local}"));
    let text = run(format!("diff first {local}"));
    assert!(text.starts_with("first against what is deployed to the simulator\n"), "{text}");
    assert!(text.ends_with("no difference in 2 stacks\n"), "{text}");
    fs::remove_dir_all(folder.path()).unwrap();
}
