//! What `docs/DEPLOYMENT.md` tells people to type, typed: each command in a block that begins with
//! `$` succeeds in an empty folder, and prints the lines below it. And what it says of plans and of
//! a version that fails.

mod support;

use std::{env, fs};

use ecomind_app::{Environment, app, pipeline};
use ecomind_cli::{Exit, Outcome, Program};
use ecomind_constructs::prelude::*;
use ecomind_simulator::{ResourceFault, Simulator, Step};

/// A command, and what it prints among other things.
#[derive(Debug)]
struct Typed {
    arguments: Vec<String>,
    is_of_accounts: bool,
    lines: Vec<String>,
}

fn typed(document: &str) -> Vec<Typed> {
    let mut all: Vec<Typed> = Vec::new();
    for block in document.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        for line in block.lines() {
            let Some(command) = line.strip_prefix("$ ") else {
                let last = all.last_mut().expect("a block begins with a command");
                last.lines.push(line.to_owned());
                continue;
            };
            let (program, arguments) = command.split_once(" -- ").expect("cargo runs a program");
            let is_of_accounts = match program {
                "cargo run" => false,
                "cargo run --bin ecomind-pipeline" => true,
                other => panic!("nobody knows how to run {other:?}"),
            };
            let arguments = arguments.split_whitespace();
            let arguments = arguments
                .map(|it| it.trim_matches('\'').to_owned())
                .collect();
            all.push(Typed { arguments, is_of_accounts, lines: Vec::new() });
        }
    }
    all
}

#[test]
fn every_command_of_the_guide_does_what_the_guide_says() {
    let document = fs::read_to_string(support::root().join("docs/DEPLOYMENT.md"));
    let commands = typed(&document.expect("the guide is there"));
    assert!(10 < commands.len(), "{commands:?}");
    let folder = tempfile::tempdir().expect("the system has a place for temporary files");
    // State and plans are below the current folder, as for people.
    env::set_current_dir(folder.path()).expect("the folder is there");
    for Typed { arguments, is_of_accounts, lines } in commands {
        let outcome = if is_of_accounts {
            Program::new("ecomind-pipeline", "1.0.0").capture(pipeline, &arguments)
        } else {
            Program::new("ecomind", "1.0.0").capture(app, &arguments)
        };
        let printed = outcome.stdout + &outcome.stderr;
        assert_eq!(outcome.exit, Exit::Success, "{arguments:?}: {printed}");
        for line in lines {
            assert!(printed.contains(&line), "{arguments:?} does not print {line:?}: {printed}");
        }
    }
}

/// Versions of prod, of which the last one fails.
struct Version(&'static str, &'static str);

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = &[
        Self("dr", ""),
        Self("prod", "1.0.0"),
        Self("prod-next", "1.0.1"),
        Self("prod-broken", "1.0.2"),
    ];

    fn name(&self) -> &str {
        self.0
    }
}

fn versions(version: &Version) -> Result<App> {
    let all = <Environment as ecomind_cli::Environment>::ALL.iter();
    if let Some(standby) = all
        .clone()
        .find(|it| it.name == version.0 && it.is_pilot_light())
    {
        return app(standby);
    }
    let prod = all
        .clone()
        .find(|it| it.name == "prod")
        .expect("there is prod");
    let mut prod = prod.clone();
    prod.services.gateway.version = version.1;
    prod.services.api.version = version.1;
    app(&prod)
}

const SERVICES: [&str; 3] = ["Services", "Edge", "Guardrails"];

/// As `deploy.yml` does it: both plans are made before anything is deployed, and each is deployed
/// as it was approved.
#[test]
fn two_plans_are_approved_at_once_and_a_version_that_fails_is_taken_back() {
    let simulator = Simulator::builder().start().expect("the simulator starts");
    let folder = tempfile::tempdir().expect("the system has a place for temporary files");
    let file = |name: &str| folder.path().join(name).display().to_string();
    let program = Program::new("ecomind", "1.0.0")
        .variable("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .variable("AWS_ACCESS_KEY_ID", "777788889999")
        .variable("AWS_SECRET_ACCESS_KEY", "secret");
    let run = |arguments: &[&str]| -> Outcome { program.capture(versions, arguments) };
    let succeed = |arguments: &[&str]| {
        let outcome = run(arguments);
        assert_eq!(outcome.exit, Exit::Success, "{arguments:?}: {}", outcome.stderr);
        outcome
    };
    // What stands by for prod, which reads what it tells.
    succeed(&["deploy", "dr", "--yes"]);
    succeed(&["deploy", "prod", "--yes"]);

    let (data, services) = (file("data.plan.json"), file("services.plan.json"));
    let [first, second, third] = SERVICES;
    succeed(&["plan", "prod-next", "!Services", "!Edge", "!Guardrails", "--out", &data]);
    succeed(&["plan", "prod-next", first, second, third, "--exclusively", "--out", &services]);
    let said = succeed(&["deploy", "prod-next", "--plan", &data]).stderr;
    assert!(said.contains("0 created, 1 updated, 9 unchanged"), "the migration is new: {said}");
    let said = succeed(&["deploy", "prod-next", "--plan", &services]).stderr;
    assert!(said.contains("0 created, 1 updated, 2 unchanged"), "services are new: {said}");
    let again = succeed(&["deploy", "prod-next", "--yes"]).stderr;
    assert!(again.contains("0 created, 0 updated, 13 unchanged"), "nothing is left: {again}");
    let refused = run(&["deploy", "prod-next", "--plan", &services]);
    assert_eq!(refused.exit, Exit::Failure, "a plan is deployed once: {}", refused.stderr);

    let assembly = synthesize(&versions(&Version("prod-broken", "1.0.2")).expect("an app"));
    let assembly = assembly.expect("it is fine");
    let elements = &assembly.stack("Services").expect("there is one").elements;
    let mut elements = elements.iter();
    let api = elements.find(|it| it.path.as_str() == "Services/Api/Service/Service");
    let api = &api.expect("there is the API").logical_id;
    let reason = "deployment failed: alarm detected";
    simulator.inject(ResourceFault::new(api, Step::Update, reason).times(1));
    let failed = run(&["deploy", "prod-broken", "--yes"]);
    assert_eq!(failed.exit, Exit::Failure);
    for word in [reason, "Services/Api/Service", "services.rs:"] {
        assert!(failed.stderr.contains(word), "{word} is not in {}", failed.stderr);
    }
    let status = succeed(&["status", "prod", "Services"]).stdout;
    assert!(status.contains("UPDATE_ROLLBACK_COMPLETE"), "{status}");
    let failures = succeed(&["events", "prod", "Services", "--failures"]).stdout;
    assert!(failures.contains(reason), "{failures}");
    succeed(&["deploy", "prod-next", "--yes"]);
    succeed(&["deploy", "prod-broken", "--yes"]);
}
