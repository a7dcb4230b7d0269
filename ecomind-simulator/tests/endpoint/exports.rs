//! Stacks use each other's outputs.

use serde_json::{Value, json};

use crate::support::{bench, in_account, queue, said};
use ecomind_simulator::Simulator;

fn producer(name: &str, export: &str) -> Value {
    json!({
        "Resources": {"Jobs": queue(json!({"QueueName": name}))},
        "Outputs": {"Url": {"Value": {"Ref": "Jobs"}, "Export": {"Name": export}}},
    })
}

fn consumer(export: &str) -> Value {
    json!({"Resources": {"Alarm": {"Type": "AWS::SNS::Topic",
        "Properties": {"DisplayName": {"Fn::ImportValue": export}}}}})
}

#[test]
fn exports_and_imports_are_listed() {
    let bench = bench();
    bench.deploy("a", &producer("jobs", "url"));
    bench.deploy("b", &consumer("url"));
    let exports = bench.run(bench.client.list_exports().send()).unwrap();
    assert_eq!(exports.exports()[0].name(), Some("url"));
    let imports = bench
        .run(bench.client.list_imports().export_name("url").send())
        .unwrap();
    assert_eq!(imports.imports(), ["b"]);
}

#[test]
fn rejects_the_end_of_an_export_in_use() {
    let bench = bench();
    bench.deploy("a", &producer("jobs", "url"));
    bench.deploy("b", &consumer("url"));
    let changed = bench.deploy("a", &producer("other", "url"));
    assert_eq!(changed.status, "UPDATE_ROLLBACK_COMPLETE");
    let deleted =
        bench.deploy("a", &json!({"Resources": {"Jobs": queue(json!({"QueueName": "jobs"}))}}));
    assert_eq!(deleted.status, "UPDATE_ROLLBACK_COMPLETE");
    insta::assert_snapshot!([changed.reasons, deleted.reasons].concat().join("\n"), @"
    a UPDATE_ROLLBACK_IN_PROGRESS Export url cannot be updated as it is in use by b
    a UPDATE_ROLLBACK_IN_PROGRESS Export url cannot be updated as it is in use by b
    a UPDATE_ROLLBACK_IN_PROGRESS Export url cannot be deleted as it is in use by b
    ");
    // A deletion is called off.
    assert_eq!(bench.delete("a").status, "UPDATE_ROLLBACK_COMPLETE");
    bench.delete("b");
    assert_eq!(bench.delete("a").status, "DELETE_COMPLETE");
}

#[test]
fn rejects_an_export_that_another_stack_has() {
    let bench = bench();
    bench.deploy("a", &producer("one", "url"));
    let ended = bench.deploy("b", &producer("two", "url"));
    assert_eq!(ended.status, "ROLLBACK_COMPLETE");
    insta::assert_snapshot!(ended.reasons.join("\n"), @"b ROLLBACK_IN_PROGRESS Export with name url is already exported by stack a. Rollback requested by user.");
}

#[test]
fn rejects_an_import_that_nobody_exports() {
    let bench = bench();
    assert_eq!(bench.propose("b", "first", &consumer("url")), "FAILED No export named url found.");
    let error = bench
        .run(bench.client.list_imports().export_name("url").send())
        .unwrap_err();
    assert_eq!(said(&error), "ValidationError: Export 'url' is not imported by any stack.");
}

fn reader(region: &str, output: &str) -> Value {
    json!({"Resources": {"Alarm": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName":
        {"Fn::GetStackOutput": {"StackName": "a", "OutputName": output, "Region": region}}}}}})
}

#[test]
fn outputs_are_read_across_regions() {
    let here = bench();
    here.deploy("a", &producer("jobs", "url"));
    assert_eq!(here.deploy("b", &reader("eu-west-1", "Url")).status, "CREATE_COMPLETE");
    let there = here.client_in("111122223333", "us-east-1");
    let created = there
        .create_stack()
        .stack_name("c")
        .template_body(reader("eu-west-1", "Url").to_string());
    assert!(here.run(created.send()).is_ok());
    let stacks = here.run(there.describe_stacks().send()).unwrap();
    assert_eq!(stacks.stacks().len(), 1);
}

#[test]
fn outputs_are_read_across_accounts() {
    let bench = in_account(Simulator::builder(), "111122223333", "eu-west-1");
    bench.deploy("a", &producer("jobs", "url"));
    let other = bench.client_in("444455556666", "eu-west-1");
    let mut template = reader("eu-west-1", "Url");
    let output =
        &mut template["Resources"]["Alarm"]["Properties"]["DisplayName"]["Fn::GetStackOutput"];
    output["RoleArn"] = json!("arn:aws:iam::111122223333:role/reader");
    let created = other
        .create_stack()
        .stack_name("c")
        .template_body(template.to_string());
    bench.run(created.send()).unwrap();
    for _ in 0..2 {
        bench
            .run(other.describe_stacks().stack_name("c").send())
            .unwrap();
    }
    let stacks = bench
        .run(other.describe_stacks().stack_name("c").send())
        .unwrap();
    assert_eq!(stacks.stacks()[0].stack_status().unwrap().as_str(), "CREATE_COMPLETE");
}

#[test]
fn rejects_an_output_that_is_missing() {
    let bench = bench();
    bench.deploy("a", &producer("jobs", "url"));
    insta::assert_snapshot!(bench.propose("b", "first", &reader("eu-west-1", "Nothing")), @"FAILED Fn::GetStackOutput: Output Nothing does not exist in stack a");
    insta::assert_snapshot!(bench.propose("c", "first", &reader("us-east-1", "Url")), @"FAILED Fn::GetStackOutput: Stack a does not exist in region us-east-1");
}
