//! Resources are changed behind their stack's back.

use aws_sdk_cloudformation::types::DeploymentMode;
use serde_json::{Value, json};

use crate::support::{Bench, bench, queue, resources};

fn drifted() -> (Bench, Value) {
    let bench = bench();
    let template = resources(json!({
        "Jobs": queue(json!({"DelaySeconds": 1})),
        "Gone": queue(json!({})),
        "Same": queue(json!({})),
    }));
    bench.deploy("shop", &template);
    bench
        .simulator
        .change_resource("shop", "Jobs", "DelaySeconds", 9)
        .unwrap();
    bench.simulator.delete_resource("shop", "Gone").unwrap();
    (bench, template)
}

#[test]
fn drift_is_found_where_it_is() {
    let (bench, _) = drifted();
    let detected = bench
        .run(bench.client.detect_stack_drift().stack_name("shop").send())
        .unwrap();
    let status = bench.client.describe_stack_drift_detection_status();
    let status = status.stack_drift_detection_id(detected.stack_drift_detection_id().unwrap());
    let status = bench.run(status.send()).unwrap();
    assert_eq!(status.drifted_stack_resource_count(), Some(2));
    let drifts = bench
        .run(
            bench
                .client
                .describe_stack_resource_drifts()
                .stack_name("shop")
                .send(),
        )
        .unwrap();
    let lines: Vec<String> = drifts
        .stack_resource_drifts()
        .iter()
        .map(|it| {
            let differences: Vec<String> = it
                .property_differences()
                .iter()
                .map(|it| {
                    format!(
                        "{} {} {} -> {}",
                        it.difference_type().unwrap(),
                        it.property_path().unwrap(),
                        it.expected_value().unwrap(),
                        it.actual_value().unwrap()
                    )
                })
                .collect();
            format!(
                "{} {} {}",
                it.logical_resource_id().unwrap(),
                it.stack_resource_drift_status().unwrap(),
                differences.join(", ")
            )
            .trim_end()
            .to_owned()
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    Jobs MODIFIED NOT_EQUAL /DelaySeconds 1 -> 9
    Gone DELETED
    Same IN_SYNC
    ");
}

#[test]
fn drift_can_be_undone() {
    let (bench, template) = drifted();
    let created = bench
        .client
        .create_change_set()
        .stack_name("shop")
        .change_set_name("revert")
        .deployment_mode(DeploymentMode::RevertDrift)
        .template_body(template.to_string());
    bench.run(created.send()).unwrap();
    let changes = bench.changes("shop", "revert");
    let said: Vec<String> = changes
        .iter()
        .map(|it| {
            format!("{} {}", it.logical_resource_id().unwrap(), it.resource_drift_status().unwrap())
        })
        .collect();
    assert_eq!(said, ["Gone DELETED", "Jobs MODIFIED"]);
    bench.execute("shop", "revert");
    assert_eq!(bench.wait("shop").status, "UPDATE_COMPLETE");
    bench
        .run(bench.client.detect_stack_drift().stack_name("shop").send())
        .unwrap();
    let stacks = bench
        .run(bench.client.describe_stacks().stack_name("shop").send())
        .unwrap();
    let drift = stacks.stacks()[0].drift_information().unwrap();
    assert_eq!(drift.stack_drift_status().unwrap().as_str(), "IN_SYNC");
}

#[test]
fn rejects_a_change_of_what_is_not_there() {
    let (bench, _) = drifted();
    let error = bench
        .simulator
        .change_resource("shop", "Nothing", "A", 1)
        .unwrap_err();
    assert_eq!(error.to_string(), "there is no resource `Nothing` in `shop`");
    let error = bench.simulator.delete_resource("none", "Jobs").unwrap_err();
    assert_eq!(error.to_string(), "there is no stack `none`");
}
