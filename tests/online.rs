//! `validate --online`: what only the account knows, asked over HTTP, with nothing left behind.

use ecomind_cli::{Outcome, Program};
use ecomind_constructs::prelude::*;
use ecomind_simulator::Simulator;

/// An app in versions, which go by the names of environments.
struct Version {
    name: &'static str,
    delay: i64,
    kind: &'static str,
    export: &'static str,
    import: Option<&'static str>,
}

const FIRST: Version = Version {
    name: "first",
    delay: 1,
    kind: "AWS::SQS::Queue",
    export: "orders-arn",
    import: None,
};

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = &[
        FIRST,
        Self { name: "topic", kind: "AWS::SNS::Topic", ..FIRST },
        Self { name: "importing", import: Some("nobody-s"), ..FIRST },
        Self { name: "slower", delay: 2, ..FIRST },
    ];

    fn name(&self) -> &str {
        self.name
    }
}

fn shop(version: &Version) -> Result<App> {
    app("shop", version)
}

/// The same under another name, as another team might have it.
fn other(version: &Version) -> Result<App> {
    app("other", version)
}

/// A queue or a topic, and what waits for it.
fn app(prefix: &str, version: &Version) -> Result<App> {
    let mut app = App::new().name_prefix(prefix);
    let mut data = unprotected("Data", &mut app)?;
    let orders = if version.kind == "AWS::SQS::Queue" {
        RawResource::new(version.kind)
            .property("QueueName", "orders")
            .property("DelaySeconds", version.delay)
            .add("Orders", &mut data)?
    } else {
        RawResource::new(version.kind).add("News", &mut data)?
    };
    Output::new(orders.reference())
        .export_name(version.export)
        .add("Exported", &mut data)?;

    let mut work = unprotected("Work", &mut app)?;
    let mut mails = RawResource::new("AWS::SNS::Topic").property("DisplayName", orders.reference());
    if let Some(export) = version.import {
        mails = mails.property("TopicName", serde_json::json!({"Fn::ImportValue": export}));
    }
    mails.add("Mails", &mut work)?;
    Ok(app)
}

fn unprotected<'a>(id: &str, app: &'a mut App) -> Result<Scope<'a>> {
    Stack::builder(id).termination_protection(false).build(app)
}

fn run(simulator: &Simulator, app: fn(&Version) -> Result<App>, command: &str) -> Outcome {
    Program::new("shop", "1.2.3")
        .variable("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .variable("AWS_ACCESS_KEY_ID", "111122223333")
        .variable("AWS_SECRET_ACCESS_KEY", "secret")
        .variable("AWS_REGION", "eu-west-1")
        .capture(app, command.split_whitespace())
}

#[track_caller]
fn deploy(simulator: &Simulator, app: fn(&Version) -> Result<App>, version: &str) {
    let outcome = run(simulator, app, &format!("deploy {version} --yes --require-approval never"));
    assert_eq!(outcome.exit, ecomind_cli::Exit::Success, "{}", outcome.stderr);
}

/// What is found, and said, of a version of `shop`.
fn check(simulator: &Simulator, version: &str) -> String {
    simulator.clear_calls();
    let command = format!("validate {version} --online --pack deployment");
    let outcome = run(simulator, shop, &command);
    let calls = simulator.calls();
    assert!(calls.iter().all(|call| call.action != "ExecuteChangeSet"), "nothing is executed");
    let talk = outcome.stderr.split(", took").next().unwrap_or_default();
    format!("{:?}\n--- stdout\n{}--- stderr\n{talk}", outcome.exit, outcome.stdout)
}

#[test]
fn a_stack_that_would_be_taken_has_no_findings_and_nothing_is_left_behind() {
    let simulator = Simulator::start().unwrap();
    insta::assert_snapshot!(check(&simulator, "first"), @"
    Success
    --- stdout
    --- stderr
    `Work` of first was not asked about: a stack that it waits for is not deployed as it is
    first: 2 stacks, 2 resources, 787 B: 0 errors, 0 warnings
    ");
    let status = run(&simulator, shop, "status first").stdout;
    assert!(status.contains("Data  not deployed"), "{status}");
    let made = simulator.calls();
    let count = |action: &str| made.iter().filter(|call| call.action == action).count();
    assert_eq!(count("CreateChangeSet"), count("DeleteChangeSet"));
}

#[test]
fn rejects_names_that_another_stack_has() {
    let simulator = Simulator::start().unwrap();
    deploy(&simulator, other, "first");
    insta::assert_snapshot!(check(&simulator, "first"), @"
    Failure
    --- stdout
    error: `Outputs/Exported/Export/Name` must be a name that no other stack exports: `other-Data` exports `orders-arn` [export-name]
      --> tests/online.rs:60:10
      in Data at Outputs/Exported/Export/Name

    error: `Data/Orders` is refused: Resource of type 'AWS::SQS::Queue' with identifier 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders' already exists (NAME_CONFLICT_VALIDATION) [early-validation]
      --> tests/online.rs:54:14
      in Data at Resources/Orders
    --- stderr
    `Work` of first was not asked about: a stack that it waits for is not deployed as it is
    first: 2 stacks, 2 resources, 787 B: 2 errors, 0 warnings
    ");
    let status = run(&simulator, shop, "status first").stdout;
    assert!(status.contains("Data  not deployed"), "{status}");
}

#[test]
fn rejects_a_stack_of_somebody_else() {
    let simulator = Simulator::start().unwrap();
    deploy(&simulator, shop, "topic");
    insta::assert_snapshot!(check(&simulator, "first"), @"
    Failure
    --- stdout
    error: `Data` has the name `shop-Data`, and the stack of that name has none of its resources [stack-name]
      --> tests/online.rs:72:54
      in Data
      hint: somebody else's stack would lose all it has: give the app another name prefix
    --- stderr
    `Work` of first was not asked about: a stack that it waits for is not deployed as it is
    first: 2 stacks, 2 resources, 787 B: 1 error, 0 warnings
    ");
}

#[test]
fn rejects_an_import_of_what_nobody_exports() {
    let simulator = Simulator::start().unwrap();
    insta::assert_snapshot!(check(&simulator, "importing"), @"
    Failure
    --- stdout
    error: `TopicName` of `Work/Mails` imports `nobody-s`, which nobody exports [missing-export]
      --> tests/online.rs:67:11
      in Work at Resources/Mails/Properties/TopicName
    --- stderr
    `Work` of importing was not asked about: a stack that it waits for is not deployed as it is
    importing: 2 stacks, 2 resources, 861 B: 1 error, 0 warnings
    ");
}

#[test]
fn rejects_what_the_account_has_no_room_for() {
    let simulator = Simulator::builder().stack_quota(0).start().unwrap();
    insta::assert_snapshot!(check(&simulator, "first"), @"
    Failure
    --- stdout
    error: `Data` does not fit into the account: Limit for stack has been exceeded: 0 (LimitExceededException) [quota]
      --> tests/online.rs:72:54
      in Data
    --- stderr
    `Work` of first was not asked about: a stack that it waits for is not deployed as it is
    first: 2 stacks, 2 resources, 787 B: 1 error, 0 warnings
    ");
}

#[test]
fn a_change_is_asked_about_and_the_plan_of_somebody_stays() {
    let simulator = Simulator::start().unwrap();
    deploy(&simulator, shop, "first");
    insta::assert_snapshot!(check(&simulator, "first"), @"
    Success
    --- stdout
    --- stderr
    first: 2 stacks, 2 resources, 787 B: 0 errors, 0 warnings
    ");
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("plan").display().to_string();
    let made = run(&simulator, shop, &format!("plan slower --out {plan}"));
    assert_eq!(made.exit, ecomind_cli::Exit::Success, "{}", made.stderr);
    insta::assert_snapshot!(check(&simulator, "slower"), @"
    Success
    --- stdout
    --- stderr
    slower: 2 stacks, 2 resources, 787 B: 0 errors, 0 warnings
    ");
    let planned = run(&simulator, shop, &format!("deploy slower --plan {plan} --yes"));
    assert_eq!(planned.exit, ecomind_cli::Exit::Success, "{}", planned.stderr);
}

#[test]
fn rejects_flags_that_would_do_nothing() {
    let simulator = Simulator::start().unwrap();
    let outcome = run(&simulator, shop, "validate first --profile dev");
    insta::assert_snapshot!(outcome.stderr, @"error: `--profile` does nothing without `--online`");
    let outcome = run(&simulator, shop, "validate no-such.json --online");
    insta::assert_snapshot!(outcome.stderr, @"error: `--online` is for stacks of the app, and these are files");
}
