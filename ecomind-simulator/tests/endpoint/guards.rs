//! What protects stacks from their owners.

use aws_sdk_cloudformation::types::Parameter;
use serde_json::{Value, json};

use ecomind_simulator::Simulator;

use crate::support::{bench, queue, resources, said, with};

const POLICY: &str = r#"{"Statement": [
    {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
    {"Effect": "Deny", "Action": ["Update:Replace", "Update:Delete"], "Principal": "*",
     "Resource": "LogicalResourceId/Jobs"}]}"#;

fn named(name: &str) -> Value {
    resources(json!({"Jobs": queue(json!({"QueueName": name}))}))
}

#[test]
fn rejects_what_a_stack_policy_denies() {
    let bench = bench();
    bench.deploy("shop", &named("one"));
    bench
        .run(
            bench
                .client
                .set_stack_policy()
                .stack_name("shop")
                .stack_policy_body(POLICY)
                .send(),
        )
        .unwrap();
    let ended = bench.deploy("shop", &named("two"));
    assert_eq!(ended.status, "UPDATE_ROLLBACK_COMPLETE");
    insta::assert_snapshot!(ended.reasons.join("\n"), @"
    Jobs UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [Update:Replace] for resource [LogicalResourceId/Jobs]
    shop UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Jobs].
    ");
    let found = bench
        .run(bench.client.get_stack_policy().stack_name("shop").send())
        .unwrap();
    assert_eq!(found.stack_policy_body(), Some(POLICY));
}

#[test]
fn rejects_the_deletion_of_a_protected_stack() {
    let bench = bench();
    bench.deploy("shop", &named("one"));
    let protect = |on: bool| {
        let call = bench
            .client
            .update_termination_protection()
            .stack_name("shop");
        bench
            .run(call.enable_termination_protection(on).send())
            .unwrap();
    };
    protect(true);
    let error = bench
        .run(bench.client.delete_stack().stack_name("shop").send())
        .unwrap_err();
    assert_eq!(
        said(&error),
        "ValidationError: Stack [shop] cannot be deleted while TerminationProtection is enabled"
    );
    protect(false);
    assert_eq!(bench.delete("shop").status, "DELETE_COMPLETE");
}

#[test]
fn rejects_missing_capabilities() {
    let bench = bench();
    let role = json!({"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}, "RoleName": "x"}});
    let template = resources(json!({ "Role": role })).to_string();
    let created = bench
        .client
        .create_stack()
        .stack_name("shop")
        .template_body(template);
    let error = bench.run(created.send()).unwrap_err();
    assert_eq!(
        said(&error),
        "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]"
    );
}

#[test]
fn rejects_a_name_in_use() {
    let bench = bench();
    bench.deploy("a", &named("jobs"));
    let created = bench
        .client
        .create_stack()
        .stack_name("b")
        .template_body(named("jobs").to_string());
    bench.run(created.send()).unwrap();
    let ended = bench.wait("b");
    assert_eq!(ended.status, "ROLLBACK_COMPLETE");
    assert!(
        ended.reasons[0].contains("already exists in stack arn:aws:cloudformation"),
        "{:?}",
        ended.reasons
    );
}

#[test]
fn rejects_a_named_resource_that_needs_replacement() {
    let bench = bench();
    let template = |fifo: bool| {
        resources(json!({"Jobs": queue(json!({"QueueName": "jobs.fifo", "FifoQueue": fifo}))}))
    };
    bench.deploy("shop", &template(true));
    let ended = bench.deploy("shop", &template(false));
    assert_eq!(ended.status, "UPDATE_ROLLBACK_COMPLETE");
    assert!(
        ended.reasons[0].contains("custom-named resource requires replacing"),
        "{:?}",
        ended.reasons
    );
}

#[test]
fn a_secret_parameter_is_masked() {
    let bench = bench();
    let template = json!({
        "Parameters": {"Password": {"Type": "String", "NoEcho": true}},
        "Resources": {"Jobs": queue(json!({}))},
    });
    let parameter = Parameter::builder()
        .parameter_key("Password")
        .parameter_value("hunter2")
        .build();
    let created = bench
        .client
        .create_stack()
        .stack_name("shop")
        .template_body(template.to_string());
    bench.run(created.parameters(parameter).send()).unwrap();
    let stacks = bench
        .run(bench.client.describe_stacks().stack_name("shop").send())
        .unwrap();
    assert_eq!(stacks.stacks()[0].parameters()[0].parameter_value(), Some("****"));
}

#[test]
fn rejects_more_stacks_than_the_quota() {
    let bench = with(Simulator::builder().stack_quota(1));
    bench.deploy("a", &named("one"));
    let created = bench
        .client
        .create_stack()
        .stack_name("b")
        .template_body(named("two").to_string());
    let error = said(&bench.run(created.send()).unwrap_err());
    assert!(error.starts_with("LimitExceededException"), "{error}");
}

#[test]
fn rejects_a_template_that_is_too_long() {
    let bench = bench();
    let mut template = named("one");
    template["Description"] = "x".repeat(51_200).into();
    let created = bench
        .client
        .create_stack()
        .stack_name("b")
        .template_body(template.to_string());
    let error = said(&bench.run(created.send()).unwrap_err());
    assert!(error.contains("length less than or equal to 51200"), "{error}");
}
