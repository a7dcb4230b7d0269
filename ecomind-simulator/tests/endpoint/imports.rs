//! Resources that exist join a stack.

use aws_sdk_cloudformation::types::{ChangeSetType, ResourceToImport};
use serde_json::{Value, json};

use crate::support::{Bench, Ended, bench, queue, resources};

fn import(bench: &Bench, url: &str, template: &Value) -> Ended {
    let resource = ResourceToImport::builder()
        .logical_resource_id("Found")
        .resource_type("AWS::SQS::Queue")
        .resource_identifier("QueueUrl", url)
        .build();
    let created = bench
        .client
        .create_change_set()
        .stack_name("shop")
        .change_set_name("import")
        .change_set_type(ChangeSetType::Import)
        .resources_to_import(resource)
        .template_body(template.to_string());
    bench.run(created.send()).unwrap();
    let changes = bench.changes("shop", "import");
    assert_eq!(changes[0].action().unwrap().as_str(), "Import");
    bench.execute("shop", "import");
    bench.wait("shop")
}

fn with_found() -> Value {
    let found = json!({"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain", "Properties": {"QueueName": "old"}});
    resources(json!({"Jobs": queue(json!({})), "Found": found}))
}

#[test]
fn an_existing_queue_is_imported() {
    let bench = bench();
    bench.deploy("shop", &resources(json!({"Jobs": queue(json!({}))})));
    let url = bench.simulator.add_resource(
        "111122223333",
        "eu-west-1",
        "AWS::SQS::Queue",
        json!({"QueueName": "old"}),
    );
    assert_eq!(import(&bench, &url, &with_found()).status, "IMPORT_COMPLETE");
    assert_eq!(bench.physical_id("shop", "Found"), Some(url));
}

#[test]
fn rejects_the_import_of_what_does_not_exist() {
    let bench = bench();
    bench.deploy("shop", &resources(json!({"Jobs": queue(json!({}))})));
    let ended = import(&bench, "https://sqs/none", &with_found());
    assert_eq!(ended.status, "IMPORT_ROLLBACK_COMPLETE");
    assert!(ended.reasons[0].contains("was not found"), "{:?}", ended.reasons);
    assert_eq!(bench.physical_id("shop", "Found"), None);
}

fn refusal(template: &Value) -> String {
    let bench = bench();
    bench.deploy("shop", &resources(json!({"Jobs": queue(json!({}))})));
    let resource = ResourceToImport::builder()
        .logical_resource_id("Found")
        .resource_type("AWS::SQS::Queue")
        .resource_identifier("QueueUrl", "https://sqs/old")
        .build();
    let created = bench
        .client
        .create_change_set()
        .stack_name("shop")
        .change_set_name("import")
        .change_set_type(ChangeSetType::Import)
        .resources_to_import(resource)
        .template_body(template.to_string());
    bench.run(created.send()).unwrap();
    let described = bench
        .client
        .describe_change_set()
        .stack_name("shop")
        .change_set_name("import");
    let described = bench.run(described.send()).unwrap();
    described.status_reason().unwrap_or_default().to_owned()
}

#[test]
fn rejects_an_import_that_does_more_or_says_too_little() {
    let found = |policy: Value| {
        let mut found = queue(json!({"QueueName": "old"}));
        if !policy.is_null() {
            found["DeletionPolicy"] = policy;
        }
        found
    };
    let changed =
        json!({"Jobs": queue(json!({"DelaySeconds": 5})), "Found": found(json!("Retain"))});
    assert!(refusal(&resources(changed)).starts_with("You have modified resources [Jobs]"));
    let bare = json!({"Jobs": queue(json!({})), "Found": found(Value::Null)});
    assert_eq!(
        refusal(&resources(bare)),
        "Resources to import must have a DeletionPolicy: [Found]"
    );
    let mut output = resources(json!({"Jobs": queue(json!({})), "Found": found(json!("Retain"))}));
    output["Outputs"] = json!({"Name": {"Value": "x"}});
    assert!(refusal(&output).ends_with("you cannot modify or add [Outputs]"));
}
