//! The roles of the pipeline, in the stacks that accounts have: they may do what a deployment calls,
//! and nothing of what would be worse than a failed deployment.

#[path = "delivery_roles/policies.rs"]
mod policies;
mod support;

use std::{collections::BTreeSet, fs};

use ecomind_app::{Account, Environment, app};
use ecomind_cli::{Environment as _, Exit, Program};
use ecomind_constructs::permissions::CALLS;
use ecomind_simulator::Simulator;
use policies::{Asked, Policies, dangerous};
use serde_json::Value as Json;

/// The role of this kind that an environment has, in the stack of its account as it is committed.
fn role(env: &Environment, kind: &str) -> Policies {
    let account = Account::ALL.iter().find(|it| it.id == env.account);
    let account = account.expect("it has an account").name;
    let file = support::synth_out()
        .join(account)
        .join("Pipeline.template.json");
    let text = fs::read_to_string(file).expect("it is committed");
    let template: Json = serde_json::from_str(&text).expect("a template");
    Policies::of_role(&template, &format!("ecomind-{}-{kind}", env.name))
}

/// An environment is deployed from nothing, changed and looked at; what reached the endpoint is asked
/// of the role.
fn every_call_is_allowed(name: &str) {
    let env = Environment::ALL
        .iter()
        .find(|it| it.name == name)
        .expect("it is one of them");
    let simulator = Simulator::builder().start().expect("the simulator starts");
    let program = Program::new("ecomind", "1.0.0")
        .variable("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .variable("AWS_ACCESS_KEY_ID", env.account)
        .variable("AWS_SECRET_ACCESS_KEY", "secret");
    let execution = format!("arn:aws:iam::{}:role/delivery/ecomind-{name}-execution", env.account);
    let deploy = ["--exclusively", "--yes", "--role-arn", execution.as_str()];
    if let Some(standby) = &env.standby {
        // It reads what that one tells.
        let outcome = program.capture(app, ["deploy", standby.name, "--yes"]);
        assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
        simulator.clear_calls();
    }
    let changed = [&["deploy", name, "Images", "Storage", "--tags", "Release=2"], &deploy[..]];
    for arguments in [
        &[&["deploy", name], &deploy[..]].concat()[..],
        &changed.concat(),
        &["drift", name],
        &["outputs", name],
        &["status", name],
        &["events", name],
    ] {
        let outcome = program.capture(app, arguments);
        assert_eq!(outcome.exit, Exit::Success, "{arguments:?}: {}", outcome.stderr);
    }
    let deploys = role(env, "deploy");
    let mut names = BTreeSet::new();
    for call in simulator.calls() {
        names.insert(call.action.clone());
        let known = CALLS.iter().filter(|it| is_called(it.name, &call.action));
        let known: Vec<_> = known.collect();
        assert!(!known.is_empty(), "`CALLS` lacks {}", call.action);
        let on = policies::resource(&call);
        for action in known.iter().flat_map(|it| it.actions) {
            let asked = Asked::new(action, &on);
            assert!(deploys.allow(&asked), "{asked:?} of {}", call.action);
        }
    }
    for needed in ["CreateChangeSet", "ExecuteChangeSet", "SetStackPolicy", "DetectStackDrift"] {
        assert!(names.contains(needed), "the deployment made no {needed}: {names:?}");
    }
    let passed = Asked::new("iam:PassRole", &execution)
        .with("iam:PassedToService", "cloudformation.amazonaws.com");
    assert!(deploys.allow(&passed));
}

#[test]
fn the_deploying_role_may_make_every_call_of_a_deployment_of_dev() {
    every_call_is_allowed("dev");
}

#[test]
fn the_deploying_role_may_make_every_call_of_a_deployment_of_staging() {
    every_call_is_allowed("staging");
}

#[test]
fn the_deploying_role_may_make_every_call_of_a_deployment_of_staging_eks() {
    every_call_is_allowed("staging-eks");
}

#[test]
fn the_deploying_role_may_make_every_call_of_a_deployment_of_what_stands_by() {
    every_call_is_allowed("dr");
}

#[test]
fn the_deploying_role_may_make_every_call_of_a_deployment_of_prod() {
    every_call_is_allowed("prod");
}

/// The simulator keeps no settings of buckets, and has one name for all calls that change some.
fn is_called(name: &str, action: &str) -> bool {
    let is_setting = ["PutPublicAccessBlock", "PutBucketLifecycleConfiguration"].contains(&name);
    name == action || (is_setting && action == "PutBucketSetting")
}

#[test]
fn the_deploying_role_may_run_the_migration() {
    for env in Environment::ALL {
        let deploys = role(env, "deploy");
        let Environment { name, account, .. } = env;
        let place = format!("{}:{account}", env.region);
        let stack = format!("ecomind-{name}-Compute");
        let asked = [
            Asked::new(
                "ecs:RunTask",
                &format!("arn:aws:ecs:{place}:task-definition/{stack}-MigrationC13A4580-x:3"),
            ),
            Asked::new(
                "ecs:DescribeTasks",
                &format!("arn:aws:ecs:{place}:task/{stack}-Cluster-x/1"),
            ),
            Asked::new("ecs:StopTask", &format!("arn:aws:ecs:{place}:task/{stack}-Cluster-x/1")),
            Asked::new(
                "logs:GetLogEvents",
                &format!("arn:aws:logs:{place}:log-group:{stack}-Log-x:log-stream:migration/1"),
            ),
            Asked::new("iam:PassRole", &format!("arn:aws:iam::{account}:role/{stack}-TaskRole-x"))
                .with("iam:PassedToService", "ecs-tasks.amazonaws.com"),
        ];
        let is_fargate = matches!(env.compute, ecomind_app::environment::Compute::Fargate);
        let has_task = is_fargate && !env.is_pilot_light();
        for asked in asked {
            assert_eq!(deploys.allow(&asked), has_task, "{name}: {asked:?}");
        }
    }
}

/// What nobody who takes a role of the pipeline may do, whatever a change of the app says.
#[test]
fn the_roles_of_workflows_may_do_nothing_dangerous() {
    for env in Environment::ALL {
        for kind in ["diff", "plan", "deploy"] {
            let policies = role(env, kind);
            for asked in dangerous(env) {
                assert!(!policies.allow(&asked), "{}: {kind} may {asked:?}", env.name);
            }
        }
        let execution =
            format!("arn:aws:iam::{}:role/delivery/ecomind-{}-execution", env.account, env.name);
        let takes_over = Asked::new("iam:PassRole", &execution)
            .with("iam:PassedToService", "lambda.amazonaws.com");
        for kind in ["diff", "plan", "deploy"] {
            assert!(!role(env, kind).allow(&takes_over), "{}: {kind}", env.name);
        }
    }
}

/// What CloudFormation acts as makes roles and buckets, and still neither those of the pipeline nor
/// what is of nobody's stack.
#[test]
fn the_execution_role_can_not_widen_itself() {
    for env in Environment::ALL {
        let execution = role(env, "execution");
        for asked in policies::dangerous_for_cloudformation(env) {
            assert!(!execution.allow(&asked), "{}: {asked:?}", env.name);
        }
        let own = format!("arn:aws:iam::{}:role/ecomind-{}-Network-x", env.account, env.name);
        // What only stands by makes no roles for a network.
        if env.is_pilot_light() {
            continue;
        }
        assert!(execution.allow(&Asked::new("iam:CreateRole", &own)), "{}", env.name);
    }
}

/// Who plans changes nothing, and who reads a pull request makes nothing.
#[test]
fn each_role_may_do_more_than_the_one_before() {
    for env in Environment::ALL {
        let stack = format!(
            "arn:aws:cloudformation:{}:{}:stack/ecomind-{}-Storage/1",
            env.region, env.account, env.name
        );
        let may = |kind: &str| {
            ["DescribeStacks", "CreateChangeSet", "ExecuteChangeSet"].map(|call| {
                role(env, kind).allow(&Asked::new(&format!("cloudformation:{call}"), &stack))
            })
        };
        assert_eq!(may("diff"), [true, false, false]);
        assert_eq!(may("plan"), [true, true, false]);
        assert_eq!(may("deploy"), [true, true, true]);
    }
}
