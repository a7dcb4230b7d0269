//! Resources move between stacks, and none is touched.

use aws_sdk_cloudformation::types::{ResourceLocation, ResourceMapping, StackDefinition};
use serde_json::{Value, json};

use crate::support::{bench, queue, resources};

fn definition(name: &str, template: &Value) -> StackDefinition {
    StackDefinition::builder()
        .stack_name(name)
        .template_body(template.to_string())
        .build()
}

fn location(stack: &str, id: &str) -> ResourceLocation {
    ResourceLocation::builder()
        .stack_name(stack)
        .logical_resource_id(id)
        .build()
}

#[test]
fn a_queue_moves_under_another_name() {
    let bench = bench();
    bench.deploy("a", &resources(json!({"Jobs": queue(json!({})), "Stays": queue(json!({}))})));
    let before = bench.physical_id("a", "Jobs");
    let mapping = ResourceMapping::builder()
        .source(location("a", "Jobs"))
        .destination(location("b", "Moved"))
        .build();
    let created = bench
        .client
        .create_stack_refactor()
        .enable_stack_creation(true)
        .stack_definitions(definition("a", &resources(json!({"Stays": queue(json!({}))}))))
        .stack_definitions(definition("b", &resources(json!({"Moved": queue(json!({}))}))))
        .resource_mappings(mapping);
    let id = bench
        .run(created.send())
        .unwrap()
        .stack_refactor_id
        .unwrap();
    let described = bench
        .run(
            bench
                .client
                .describe_stack_refactor()
                .stack_refactor_id(&id)
                .send(),
        )
        .unwrap();
    assert_eq!(described.status().unwrap().as_str(), "CREATE_COMPLETE");
    let actions = bench
        .run(
            bench
                .client
                .list_stack_refactor_actions()
                .stack_refactor_id(&id)
                .send(),
        )
        .unwrap();
    assert_eq!(actions.stack_refactor_actions().len(), 2);
    bench
        .run(
            bench
                .client
                .execute_stack_refactor()
                .stack_refactor_id(&id)
                .send(),
        )
        .unwrap();
    assert_eq!(bench.physical_id("b", "Moved"), before);
    assert_eq!(bench.physical_id("a", "Jobs"), None);
    assert_eq!(bench.status("b"), "CREATE_COMPLETE");
}

#[test]
fn rejects_a_refactor_that_creates_a_resource() {
    let bench = bench();
    bench.deploy("a", &resources(json!({"Jobs": queue(json!({}))})));
    bench.deploy("b", &resources(json!({"Other": queue(json!({}))})));
    let created = bench
        .client
        .create_stack_refactor()
        .stack_definitions(definition(
            "a",
            &resources(json!({"Jobs": queue(json!({})), "New": queue(json!({}))})),
        ))
        .stack_definitions(definition("b", &resources(json!({"Other": queue(json!({}))}))));
    let id = bench
        .run(created.send())
        .unwrap()
        .stack_refactor_id
        .unwrap();
    let described = bench
        .run(
            bench
                .client
                .describe_stack_refactor()
                .stack_refactor_id(&id)
                .send(),
        )
        .unwrap();
    assert_eq!(described.status().unwrap().as_str(), "CREATE_FAILED");
    assert_eq!(
        described.status_reason(),
        Some("Resource New of stack a is new: a refactor creates nothing")
    );
}
