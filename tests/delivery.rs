//! A pipeline's deployment from nothing, against the simulator, and what its roles may do.

#[path = "delivery/policies.rs"]
mod policies;
mod support;

use std::fs;

use ecomind_cli::{Exit, Program};
use ecomind_constructs::{
    permissions::{CALLS, On},
    prelude::*,
};
use ecomind_simulator::{Call, Pace, Simulator};
use policies::Role;
use serde_json::Value;

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The account of staging: the brokers of dev wait for signals, which nobody sends here.
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
fn run(simulator: &Simulator, arguments: &str) -> String {
    run_app(ecomind_app::app, simulator, arguments)
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

fn pipeline() -> Outcome<Value> {
    let path = support::synth_out().join("staging/Pipeline.template.json");
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// The action and the resource that IAM would be asked about.
fn asked(call: &Call) -> Option<(String, String)> {
    let (account, region) = (&call.account, &call.region);
    let parameter = |name: &str| call.parameters[name].as_str().unwrap_or_default();
    match (call.service.as_str(), call.action.as_str()) {
        // Everybody may ask who they are.
        ("sts", "GetCallerIdentity") => None,
        ("cloudformation", action) if is_of_account(action) => {
            Some((format!("cloudformation:{action}"), "*".to_owned()))
        }
        ("cloudformation", action) => {
            // A change set that is named by its ARN has that of its stack for a resource.
            let stack = call.stack().unwrap_or("ecomind-staging-Network");
            let arn = format!("arn:aws:cloudformation:{region}:{account}:stack/{stack}/id");
            Some((format!("cloudformation:{action}"), arn))
        }
        ("s3", action) => {
            let action = if action == "HeadBucket" { "ListBucket" } else { action };
            let (bucket, key) = (parameter("Bucket"), parameter("Key"));
            let object = if key.is_empty() { String::new() } else { format!("/{key}") };
            Some((format!("s3:{action}"), format!("arn:aws:s3:::{bucket}{object}")))
        }
        (service, action) => panic!("nobody has thought of {service}:{action}"),
    }
}

/// Whether a call is on nothing that a policy could name.
fn is_of_account(action: &str) -> bool {
    CALLS
        .iter()
        .any(|it| it.name == action && it.on == On::Account)
}

fn refused<'a>(role: &Role, calls: impl IntoIterator<Item = &'a Call>) -> Vec<String> {
    let asked = calls.into_iter().filter_map(asked);
    let refused = asked.filter(|(action, arn)| !role.allows(action, arn, &[]));
    refused
        .map(|(action, arn)| format!("{action} on {arn}"))
        .collect()
}

#[test]
fn each_role_may_make_the_calls_of_its_commands_and_no_more() -> Outcome<()> {
    let pipeline = pipeline()?;
    let role = |kind: &str| Role::named(&pipeline, &format!("ecomind-staging-{kind}"));
    let simulator = simulator();
    run(&simulator, "bootstrap staging --yes");
    run(&simulator, "deploy staging Pipeline --exclusively --yes");

    simulator.clear_calls();
    let execution = format!("arn:aws:iam::{ACCOUNT}:role/delivery/ecomind-staging-execution");
    let deploy = format!("deploy staging !Pipeline --yes --role-arn {execution}");
    run(&simulator, &deploy);
    run(&simulator, "outputs staging !Pipeline");
    run(&simulator, "status staging !Pipeline");
    let calls = simulator.calls();
    assert!(calls.iter().any(|it| it.action == "ExecuteChangeSet"), "nothing was deployed");
    assert!(calls.iter().any(|it| it.action == "PutObject"), "no template was large");
    assert_eq!(refused(&role("deploy"), &calls), [""; 0]);

    let denied = refused(&role("plan"), &calls);
    assert!(denied.iter().any(|it| it.contains("ExecuteChangeSet")), "{denied:?}");
    let harmless = ["ExecuteChangeSet", "SetStackPolicy", "UpdateTerminationProtection"];
    let more: Vec<_> = denied
        .iter()
        .filter(|it| !harmless.iter().any(|known| it.contains(known)))
        .collect();
    assert!(more.is_empty(), "{more:?}");

    simulator.clear_calls();
    run(&simulator, "status staging !Pipeline");
    assert_eq!(refused(&role("diff"), &simulator.calls()), [""; 0]);
    Ok(())
}

#[test]
fn nobody_may_do_what_is_dangerous() -> Outcome<()> {
    let pipeline = pipeline()?;
    let iam = |what: &str| format!("arn:aws:iam::{ACCOUNT}:{what}");
    let stack = |name: &str| format!("arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{name}/id");
    let dangerous = [
        ("iam:CreateUser", iam("user/mallory")),
        ("iam:CreateAccessKey", iam("user/mallory")),
        ("iam:AttachRolePolicy", iam("role/delivery/ecomind-staging-deploy")),
        ("iam:AttachRolePolicy", iam("role/delivery/ecomind-staging-execution")),
        ("iam:PutRolePolicy", iam("role/admin")),
        ("iam:UpdateAssumeRolePolicy", iam("role/delivery/ecomind-staging-deploy")),
        ("iam:CreatePolicyVersion", iam("policy/delivery/ecomind-staging-Pipeline-1")),
        ("iam:PassRole", iam("role/admin")),
        (
            "iam:DeleteOpenIDConnectProvider",
            iam("oidc-provider/token.actions.githubusercontent.com"),
        ),
        ("sts:AssumeRole", iam("role/admin")),
        ("organizations:LeaveOrganization", "*".to_owned()),
        ("cloudformation:ExecuteChangeSet", stack("ecomind-staging-Pipeline")),
        ("cloudformation:DeleteStack", stack("ecomind-prod-Database")),
        ("cloudformation:DeleteStack", stack("ecomind-bootstrap")),
        ("s3:DeleteBucket", format!("arn:aws:s3:::ecomind-templates-{ACCOUNT}-us-east-1")),
    ];
    for kind in ["diff", "plan", "deploy", "execution"] {
        let role = Role::named(&pipeline, &format!("ecomind-staging-{kind}"));
        for (action, arn) in &dangerous {
            let keys = [("iam:PassedToService", "cloudformation.amazonaws.com")];
            assert!(!role.allows(action, arn, &keys), "{kind} may do {action} on {arn}");
        }
    }
    Ok(())
}

#[test]
fn the_migration_is_run_in_its_cluster_with_its_roles_and_nothing_else_is() -> Outcome<()> {
    let deploy = Role::named(&pipeline()?, "ecomind-staging-deploy");
    let ecs = |what: &str| format!("arn:aws:ecs:us-east-1:{ACCOUNT}:{what}");
    let own = ecs("cluster/ecomind-staging-Compute-Cluster-1");
    let task = ecs("task-definition/ecomind-staging-Compute-Migration-1:1");
    assert!(deploy.allows("ecs:RunTask", &task, &[("ecs:cluster", &own)]));
    let other = ecs("cluster/other");
    assert!(!deploy.allows("ecs:RunTask", &task, &[("ecs:cluster", &other)]));
    let services = ecs("task-definition/ecomind-staging-Services-Api-1:1");
    assert!(!deploy.allows("ecs:RunTask", &services, &[("ecs:cluster", &own)]));
    let role = format!("arn:aws:iam::{ACCOUNT}:role/ecomind-staging-Compute-MigrationTaskRole-1");
    let passed =
        |service| deploy.allows("iam:PassRole", &role, &[("iam:PassedToService", service)]);
    assert!(passed("ecs-tasks.amazonaws.com"));
    assert!(!passed("ec2.amazonaws.com"));
    Ok(())
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
