//! The bucket of large templates, from `bootstrap` to `gc`, against the simulator.

use ecomind_cli::{Exit, Program};
use ecomind_constructs::prelude::*;
use ecomind_simulator::{Pace, Simulator};

const ACCOUNT: &str = "444455556666";

fn simulator() -> Simulator {
    Simulator::builder()
        .pace(Pace::Looks(0))
        .start()
        .expect("there is a free port")
}

fn program(simulator: &Simulator) -> Program {
    Program::new("ecomind", "1.2.3")
        .variable("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .variable("AWS_ACCESS_KEY_ID", ACCOUNT)
        .variable("AWS_SECRET_ACCESS_KEY", "secret")
}

#[track_caller]
fn run_app<E: ecomind_cli::Environment>(
    app: fn(&E) -> Result<App>,
    simulator: &Simulator,
    arguments: &str,
) -> String {
    let outcome = program(simulator).capture(app, arguments.split_whitespace());
    assert_eq!(outcome.exit, Exit::Success, "{arguments}\n{}{}", outcome.stdout, outcome.stderr);
    outcome.stdout + &outcome.stderr
}

/// Two versions of one stack, whose template is large.
struct Version(&'static str);

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = &[Version("first"), Version("second")];

    fn name(&self) -> &str {
        self.0
    }
}

fn large(version: &Version) -> Result<App> {
    let mut app = App::new().account(ACCOUNT).region("us-east-1");
    let mut stack = app.stack("Large")?;
    for number in 0..60 {
        RawResource::new("AWS::SSM::Parameter")
            .property("Type", "String")
            .property("Value", version.0.repeat(200))
            .add(format!("Parameter{number}"), &mut stack)?;
    }
    Ok(app)
}

#[test]
fn large_templates_are_kept_until_nothing_refers_to_them() {
    let simulator = simulator();
    let run = |arguments: &str| run_app(large, &simulator, arguments);
    run("bootstrap first --yes");
    let said = run("bootstrap second --yes");
    assert!(said.contains("is unchanged"), "{said}");
    run("deploy first --yes");
    run("deploy second --yes");
    let calls = simulator.calls();
    assert!(calls.iter().any(|it| it.action == "PutObject"), "the template was not large");
    assert!(calls.iter().all(|it| it.action != "CreateBucket"), "the bucket is that of the stack");

    let said = run("gc --all --yes");
    assert!(said.contains("0 templates deleted, 2 objects kept"), "{said}");
    let said = run("gc second --yes");
    assert!(said.contains("1 template deleted, 1 object kept"), "{said}");
    let said = run("gc second --yes");
    assert!(said.contains("0 templates deleted, 1 object kept"), "{said}");
}

#[test]
fn a_bucket_that_a_deployment_made_is_in_the_way_of_one_with_a_stack() {
    let simulator = simulator();
    run_app(large, &simulator, "deploy first --yes");
    let outcome = program(&simulator).capture(large, ["bootstrap", "first", "--yes"]);
    assert_eq!(outcome.exit, Exit::Failure, "{}", outcome.stderr);
    let way_on = "a deployment made this bucket: delete it with what is in it";
    assert!(outcome.stderr.contains(way_on), "{}", outcome.stderr);
}

#[test]
fn rejects_to_delete_templates_that_nobody_approved() {
    let simulator = simulator();
    for arguments in ["bootstrap first --yes", "deploy first --yes", "deploy second --yes"] {
        run_app(large, &simulator, arguments);
    }
    let outcome = program(&simulator).capture(large, ["gc", "second"]);
    assert_eq!(outcome.exit, Exit::Failure, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("somebody must approve this"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("us-east-1/Large/"), "{}", outcome.stderr);
    assert!(
        simulator
            .calls()
            .iter()
            .all(|it| it.action != "DeleteObjects")
    );
}
