//! Stacks are created, updated, rolled back and deleted.

use ecomind_simulator::{ResourceFault, Step};
use serde_json::json;

use crate::support::{bench, queue, resources};

#[test]
fn a_stack_is_created_in_the_order_of_its_references() {
    let bench = bench();
    let template = json!({
        "Resources": {
            "Alarm": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "${Jobs.QueueName}-alarm"}}},
            "Jobs": queue(json!({"QueueName": "jobs"})),
        },
        "Outputs": {"Url": {"Value": {"Ref": "Jobs"}}},
    });
    let ended = bench.deploy("shop", &template);
    assert_eq!(ended.status, "CREATE_COMPLETE");
    insta::assert_snapshot!(bench.story("shop").join("\n"), @"
    shop REVIEW_IN_PROGRESS
    shop CREATE_IN_PROGRESS
    Jobs CREATE_IN_PROGRESS
    Jobs CREATE_IN_PROGRESS
    Jobs CREATE_COMPLETE
    Alarm CREATE_IN_PROGRESS
    Alarm CREATE_IN_PROGRESS
    Alarm CREATE_COMPLETE
    shop CREATE_COMPLETE
    ");
    insta::assert_snapshot!(bench.output("shop", "Url").unwrap(), @"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs");
}

#[test]
fn an_operation_is_seen_in_progress() {
    let bench = bench();
    bench.propose("shop", "first", &resources(json!({"Jobs": queue(json!({}))})));
    bench.execute("shop", "first");
    assert_eq!(bench.status("shop"), "CREATE_IN_PROGRESS");
    assert_eq!(bench.status("shop"), "CREATE_COMPLETE");
}

#[test]
fn a_failed_creation_is_rolled_back() {
    let bench = bench();
    bench
        .simulator
        .inject(ResourceFault::new("Second", Step::Create, "no more queues"));
    let template = resources(json!({
        "First": queue(json!({})),
        "Second": {"Type": "AWS::SQS::Queue", "DependsOn": "First"},
    }));
    let ended = bench.deploy("shop", &template);
    assert_eq!(ended.status, "ROLLBACK_COMPLETE");
    insta::assert_snapshot!(ended.reasons.join("\n"), @"
    Second CREATE_FAILED no more queues
    shop ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Second]. Rollback requested by user.
    ");
    assert_eq!(bench.physical_id("shop", "First"), None);
}

#[test]
fn a_failed_update_is_rolled_back() {
    let bench = bench();
    let template = |delay: u32, name: &str| {
        resources(json!({
            "Jobs": queue(json!({"DelaySeconds": delay})),
            "Named": queue(json!({"QueueName": name})),
            "Last": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": name}, "DependsOn": ["Jobs", "Named"]},
        }))
    };
    assert_eq!(bench.deploy("shop", &template(1, "one")).status, "CREATE_COMPLETE");
    let before = bench.physical_id("shop", "Named");
    bench
        .simulator
        .inject(ResourceFault::new("Last", Step::Update, "no"));
    let ended = bench.deploy("shop", &template(2, "two"));
    assert_eq!(ended.status, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(bench.physical_id("shop", "Named"), before);
    insta::assert_snapshot!(bench.story("shop").join("\n"), @"
    shop REVIEW_IN_PROGRESS
    shop CREATE_IN_PROGRESS
    Jobs CREATE_IN_PROGRESS
    Named CREATE_IN_PROGRESS
    Jobs CREATE_IN_PROGRESS
    Jobs CREATE_COMPLETE
    Named CREATE_IN_PROGRESS
    Named CREATE_COMPLETE
    Last CREATE_IN_PROGRESS
    Last CREATE_IN_PROGRESS
    Last CREATE_COMPLETE
    shop CREATE_COMPLETE
    shop UPDATE_IN_PROGRESS
    Jobs UPDATE_IN_PROGRESS
    Named UPDATE_IN_PROGRESS
    Jobs UPDATE_COMPLETE
    Named UPDATE_IN_PROGRESS
    Named UPDATE_COMPLETE
    Last UPDATE_IN_PROGRESS
    Last UPDATE_FAILED
    shop UPDATE_ROLLBACK_IN_PROGRESS
    Jobs UPDATE_IN_PROGRESS
    Named UPDATE_IN_PROGRESS
    Jobs UPDATE_COMPLETE
    Named UPDATE_COMPLETE
    Last UPDATE_IN_PROGRESS
    Last UPDATE_COMPLETE
    shop UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS
    Named DELETE_IN_PROGRESS
    Named DELETE_COMPLETE
    shop UPDATE_ROLLBACK_COMPLETE
    ");
}

#[test]
fn a_replacement_deletes_the_old_one_last() {
    let bench = bench();
    let template = |name: &str| resources(json!({"Jobs": queue(json!({"QueueName": name}))}));
    bench.deploy("shop", &template("one"));
    let ended = bench.deploy("shop", &template("two"));
    assert_eq!(ended.status, "UPDATE_COMPLETE");
    assert!(bench.physical_id("shop", "Jobs").unwrap().ends_with("/two"));
    insta::assert_snapshot!(bench.story("shop")[6..].join("\n"), @"
    shop UPDATE_IN_PROGRESS
    Jobs UPDATE_IN_PROGRESS
    Jobs UPDATE_IN_PROGRESS
    Jobs UPDATE_COMPLETE
    shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS
    Jobs DELETE_IN_PROGRESS
    Jobs DELETE_COMPLETE
    shop UPDATE_COMPLETE
    ");
}

#[test]
fn a_stack_is_deleted() {
    let bench = bench();
    let retained =
        json!({"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain", "DependsOn": "Jobs"});
    let template = resources(json!({"Jobs": queue(json!({})), "Kept": retained}));
    bench.deploy("shop", &template);
    let ended = bench.delete("shop");
    assert_eq!(ended.status, "DELETE_COMPLETE");
    insta::assert_snapshot!(bench.story("shop")[8..].join("\n"), @"
    shop CREATE_COMPLETE
    shop DELETE_IN_PROGRESS
    Kept DELETE_SKIPPED
    Jobs DELETE_IN_PROGRESS
    Jobs DELETE_COMPLETE
    shop DELETE_COMPLETE
    ");
}

#[test]
fn records_of_one_name_differ_by_their_types() {
    let bench = bench();
    let record = |kind: &str| {
        let properties = json!({
            "HostedZoneId": "Z1", "Name": "a.example.com", "Type": kind, "TTL": "60",
            "ResourceRecords": ["203.0.113.1"],
        });
        json!({"Type": "AWS::Route53::RecordSet", "Properties": properties})
    };
    let template = json!({
        "Resources": {"V4": record("A"), "V6": record("AAAA")},
        "Outputs": {"Name": {"Value": {"Ref": "V6"}}},
    });
    assert_eq!(bench.deploy("shop", &template).status, "CREATE_COMPLETE");
    assert_eq!(bench.output("shop", "Name").unwrap(), "a.example.com");
    assert_eq!(bench.delete("shop").status, "DELETE_COMPLETE");
}

#[test]
fn who_waits_for_a_signal_gets_it() {
    let bench = bench();
    let template = resources(json!({
        "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
        "Ready": {
            "Type": "AWS::CloudFormation::WaitCondition",
            "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "600"},
        },
    }));
    assert_eq!(bench.deploy("shop", &template).status, "CREATE_COMPLETE");
}
