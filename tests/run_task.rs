//! `run-task` against an endpoint that plays ECS and CloudWatch Logs over HTTP. The stack that has
//! the task is deployed to the simulator of CloudFormation, whose outputs tell where it runs.

#[path = "run_task/endpoint.rs"]
mod endpoint;
mod support;

use std::{
    io::Write as _,
    process::{Command, ExitCode, Stdio},
};

use ecomind_cli::{Exit, Outcome, Program};
use ecomind_constructs::prelude::*;
use ecomind_simulator::Simulator;
use endpoint::{Endpoint, Play, TASK, Trouble};
use serde_json::{Value as Json, json};

struct Environment;

impl ecomind_cli::Environment for Environment {
    const ALL: &'static [Self] = &[Self];

    fn name(&self) -> &'static str {
        "test"
    }
}

fn app(_: &Environment) -> Result<App> {
    let mut app = App::new().region("us-east-1");
    let stack = &mut app.stack("Compute")?;
    let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
        .private_subnet("use1-az1", "subnet-0a1b2c33")
        .private_subnet("use1-az2", "subnet-0a1b2c34")
        .build(stack)?;
    let cluster = Cluster::builder("Cluster").build(stack)?;
    let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
    let definition = FargateTaskDefinition::builder("Migration")
        .container(Container::new("migration", image))
        .build(stack)?;
    OneOffTask::builder("Migrate", &cluster, &vpc, &definition).build(stack)?;
    Ok(app)
}

/// What speaks for the simulator, and for the endpoint.
fn program(simulator: &Simulator, endpoint: &Endpoint) -> Program {
    Program::new("shop", "1.0.0")
        .variable("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .variable("AWS_ENDPOINT_URL_ECS", endpoint.url())
        .variable("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", endpoint.url())
        .variable("AWS_ACCESS_KEY_ID", "111122223333")
        .variable("AWS_SECRET_ACCESS_KEY", "secret")
}

/// The stack is deployed, and then `run-task` runs with these arguments while the task is played.
fn run(play: Play, arguments: &[&str]) -> (Outcome, Endpoint) {
    let simulator = Simulator::builder().start().expect("the simulator starts");
    let endpoint = Endpoint::start(play);
    let program = program(&simulator, &endpoint);
    let deployed = program.capture(app, ["deploy", "--yes", "--quiet"]);
    assert_eq!((deployed.exit, deployed.stderr.as_str()), (Exit::Success, ""));
    let arguments = ["run-task"].iter().chain(arguments).copied();
    (program.capture(app, arguments), endpoint)
}

#[test]
fn a_task_runs_to_its_end_and_its_log_is_the_data() {
    let play = Play {
        statuses: vec!["PENDING", "RUNNING", "RUNNING", "STOPPED"],
        lines: vec![(2, "one\n"), (2, "two"), (2, "three"), (4, "late")],
        ..Play::default()
    };
    let (outcome, endpoint) = run(play, &["migrate"]);
    assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "one\ntwo\nthree\nlate\n");
    insta::assert_snapshot!(outcome.stderr, @"
    task 0123456789abcdef0123456789abcdef is PROVISIONING
    task 0123456789abcdef0123456789abcdef is PENDING
    task 0123456789abcdef0123456789abcdef is RUNNING
    task 0123456789abcdef0123456789abcdef is STOPPED
    ");

    let [asked] = endpoint
        .calls("RunTask")
        .try_into()
        .expect("it is started once");
    let text = |pointer: &str| asked.body.pointer(pointer).and_then(Json::as_str);
    let text = |pointer: &str| text(pointer).unwrap_or_default();
    assert!(text("/taskDefinition").starts_with("arn:aws:ecs:us-east-1:"), "{}", asked.body);
    assert!(text("/cluster").contains("Cluster"), "{}", asked.body);
    let network = &asked.body["networkConfiguration"]["awsvpcConfiguration"];
    assert_eq!(network["subnets"], json!(["subnet-0a1b2c33", "subnet-0a1b2c34"]));
    let groups = network["securityGroups"].as_array().map(Vec::as_slice);
    assert!(matches!(groups, Some([group]) if group.as_str().is_some_and(|it| !it.is_empty())));
    let log = &endpoint.calls("GetLogEvents")[0].body;
    assert_eq!(log["logStreamName"], format!("migration/migration/{TASK}"));
    assert!(
        log["logGroupName"]
            .as_str()
            .is_some_and(|it| it.contains("LogGroup")),
        "{log}"
    );
}

#[test]
fn the_command_ends_as_the_container_does() {
    let (outcome, _) = run(Play { exit_code: Some(3), ..Play::default() }, &["migrate"]);
    assert_eq!(ExitCode::from(outcome.exit), ExitCode::from(3));
    assert!(
        outcome
            .stderr
            .ends_with("error: the task `migrate` ended with 3\n"),
        "{outcome:?}"
    );
    let (outcome, _) = run(Play { exit_code: Some(1_000), ..Play::default() }, &["migrate"]);
    assert_eq!(outcome.exit, Exit::Failure);
}

#[test]
fn events_are_lines_of_json() {
    let (outcome, _) = run(Play::default(), &["migrate", "--json", "--quiet"]);
    insta::assert_snapshot!(outcome.stdout, @r#"
    {"event":"task","task":"0123456789abcdef0123456789abcdef","status":"PROVISIONING"}
    {"event":"task","task":"0123456789abcdef0123456789abcdef","status":"PENDING"}
    {"event":"task","task":"0123456789abcdef0123456789abcdef","status":"RUNNING"}
    {"event":"log","time":1767225600000,"text":"migrated"}
    {"event":"task","task":"0123456789abcdef0123456789abcdef","status":"STOPPED"}
    {"event":"exit","code":0}
    "#);
}

#[test]
fn calls_that_do_not_get_through_are_made_again_and_start_one_task() {
    let troubles = vec![Trouble::Throttled, Trouble::ConnectionLost, Trouble::ServerError];
    let (outcome, endpoint) = run(Play { troubles, absences: 3, ..Play::default() }, &["migrate"]);
    assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
    let asked = endpoint.calls("RunTask");
    let tokens: Vec<_> = asked
        .iter()
        .map(|it| it.body["clientToken"].clone())
        .collect();
    assert_eq!(tokens.len(), 4);
    assert!(tokens.iter().all(|it| *it == tokens[0] && it.is_string()), "{tokens:?}");
    let denied = Play { troubles: vec![Trouble::Denied], ..Play::default() };
    let (outcome, endpoint) = run(denied, &["migrate"]);
    assert_eq!((outcome.exit, endpoint.asked().len()), (Exit::Failure, 1));
}

#[test]
fn a_task_that_does_not_run_says_why() {
    let play = Play { failure: Some("Capacity is unavailable at this time"), ..Play::default() };
    let (outcome, _) = run(play, &["migrate"]);
    assert_eq!(outcome.exit, Exit::Failure);
    insta::assert_snapshot!(outcome.stderr, @"
    error: `RunTask`: ECS started no task: Capacity is unavailable at this time
    ");

    let play = Play {
        statuses: vec!["PENDING", "STOPPED"],
        lines: Vec::new(),
        exit_code: None,
        reason: Some("CannotPullContainerError: 1.0.0: not found"),
        ..Play::default()
    };
    let (outcome, _) = run(play, &["migrate"]);
    assert_eq!(outcome.exit, Exit::Failure);
    let said = outcome.stderr.split("\n\n").nth(1).unwrap_or_default();
    assert!(said.starts_with("error: the task `migrate` did not run\n  --> tests/run_task.rs:"));
    assert!(said.contains("\n  CannotPullContainerError: 1.0.0: not found"), "{said}");
}

#[test]
fn one_is_left_alone_watched_later_and_stopped() {
    let (outcome, endpoint) = run(Play::default(), &["migrate", "--no-wait"]);
    assert_eq!((outcome.exit, outcome.stdout), (Exit::Success, format!("{TASK}\n")));
    assert_eq!(endpoint.asked().len(), 1);

    let (outcome, endpoint) = run(Play::default(), &["migrate", "--attach", TASK]);
    assert_eq!((outcome.exit, &*outcome.stdout), (Exit::Success, "migrated\n"));
    assert!(endpoint.calls("RunTask").is_empty());

    let (outcome, endpoint) = run(Play::default(), &["migrate", "--stop", TASK]);
    assert_eq!(outcome.exit, Exit::Success);
    assert_eq!(endpoint.calls("StopTask")[0].body["task"], TASK);
    assert_eq!(endpoint.asked().len(), 1);
}

#[test]
fn whoever_stops_watching_is_told_how_to_go_on() {
    let (outcome, _) = run(Play::default(), &["migrate", "--attach", TASK, "--timeout", "0"]);
    assert_eq!(outcome.exit, Exit::Failure);
    insta::assert_snapshot!(outcome.stderr, @"
    error: it takes longer than `--timeout` allows
      the task 0123456789abcdef0123456789abcdef goes on

    hint: `--attach 0123456789abcdef0123456789abcdef` goes on watching it, and `--stop 0123456789abcdef0123456789abcdef` stops it
    ");
}

#[test]
fn rejects_what_there_is_not() {
    let simulator = Simulator::builder().start().expect("the simulator starts");
    let endpoint = Endpoint::start(Play::default());
    let said = |arguments: &[&str]| {
        let outcome = program(&simulator, &endpoint).capture(app, arguments);
        assert_eq!(outcome.exit, Exit::Failure);
        outcome.stderr
    };
    insta::assert_snapshot!(said(&["run-task", "migrat"]), @"
    error: there is no task `migrat` in `test`

    hint: its tasks are migrate
    ");
    insta::assert_snapshot!(said(&["run-task", "migrate"]), @"
    error: `Compute` is not deployed

    hint: deploy `Compute` first, which has the task
    ");
    insta::assert_snapshot!(said(&["run-task", "migrate", "--local"]), @"
    error: the simulator of `--local` runs no containers

    hint: run the task where its stack is deployed to AWS
    ");
    assert!(endpoint.asked().is_empty());
}

#[test]
fn rejects_tasks_that_helm_runs() {
    let program = Program::new("ecomind", "1.0.0")
        .variable("AWS_ACCESS_KEY_ID", "123456789012")
        .variable("AWS_SECRET_ACCESS_KEY", "secret");
    let outcome = program.capture(ecomind_app::app, ["run-task", "staging-eks", "migrate"]);
    assert_eq!(outcome.exit, Exit::Failure);
    let said = outcome.stderr.split("error: ").nth(1).unwrap_or_default();
    insta::assert_snapshot!(said, @"
    there is no task `migrate` in `staging-eks`

    hint: its services run in Kubernetes, where Helm runs such tasks itself whenever it installs or upgrades the chart: the hook is `helm/ecomind/templates/migration/job.yaml`
    ");
}

/// Ours is not the only way to sign: another client of AWS comes to the same signature.
#[test]
fn requests_are_signed_as_aws_wants_it() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let (_, endpoint) = run(Play::default(), &["migrate"]);
    for (call, service) in [("RunTask", "ecs"), ("GetLogEvents", "logs")] {
        let asked = &endpoint.calls(call)[0];
        let header = |wanted: &str| {
            let found = asked.headers.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let authorization = header("authorization");
        let part = |name: &str| {
            let rest = authorization.split(name).nth(1).unwrap_or_default();
            rest.split(',').next().unwrap_or_default().to_owned()
        };
        let signed = part("SignedHeaders=");
        for needed in ["content-type", "host", "x-amz-date", "x-amz-target"] {
            assert!(signed.split(';').any(|it| it == needed), "{signed}");
        }
        let headers: serde_json::Map<_, _> = signed
            .split(';')
            .map(|name| (name.to_owned(), header(name).into()))
            .collect();
        let question = json!({
            "url": format!("{}/", endpoint.url()), "headers": headers, "body": asked.text,
            "time": header("x-amz-date"), "service": service,
            "id": "111122223333", "secret": "secret",
        });
        let mut python = Command::new(support::python())
            .arg(support::root().join("tests/run_task/signature.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        python
            .stdin
            .take()
            .ok_or("no input")?
            .write_all(question.to_string().as_bytes())?;
        let answer = String::from_utf8(python.wait_with_output()?.stdout)?;
        assert_eq!(part("Signature="), answer.trim(), "{call}");
    }
    Ok(())
}
