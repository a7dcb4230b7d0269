//! Change sets say what would happen.

use aws_sdk_cloudformation::types::{ChangeSetType, Parameter, Tag};
use serde_json::json;

use crate::support::{bench, queue, resources, said};

#[test]
fn a_replacement_is_told_with_its_cause() {
    let bench = bench();
    let template = |name: &str| {
        resources(json!({
            "Jobs": queue(json!({"QueueName": name, "DelaySeconds": 1})),
            "Alarm": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::GetAtt": ["Jobs", "Arn"]}}},
        }))
    };
    bench.deploy("shop", &template("one"));
    assert_eq!(bench.propose("shop", "second", &template("two")), "CREATE_COMPLETE");
    let changes = bench.changes("shop", "second");
    let lines: Vec<String> = changes
        .iter()
        .flat_map(|change| {
            change.details().iter().map(move |detail| {
                let target = detail.target().unwrap();
                format!(
                    "{} {} {} {} {:?} -> {:?} by {} {}",
                    change.logical_resource_id().unwrap(),
                    change.replacement().unwrap(),
                    target.name().unwrap(),
                    target.requires_recreation().unwrap(),
                    target.before_value().unwrap_or_default(),
                    target.after_value().unwrap_or_default(),
                    detail.change_source().unwrap(),
                    detail.causing_entity().unwrap_or("-"),
                )
            })
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    Alarm False DisplayName Never "arn:aws:sqs:eu-west-1:111122223333:one" -> "{{changeSet:KNOWN_AFTER_APPLY}}" by ResourceAttribute Jobs.Arn
    Jobs True QueueName Always "one" -> "two" by DirectModification -
    "#);
}

#[test]
fn nothing_to_do_is_a_failure_with_a_known_reason() {
    let bench = bench();
    let template = resources(json!({"Jobs": queue(json!({"DelaySeconds": 5}))}));
    bench.deploy("shop", &template);
    let reformatted =
        resources(json!({"Jobs": {"Properties": {"DelaySeconds": 5}, "Type": "AWS::SQS::Queue"}}));
    insta::assert_snapshot!(bench.propose("shop", "second", &reformatted), @"FAILED The submitted information didn't contain changes. Submit different information to create a change set.");
}

#[test]
fn an_output_alone_is_a_change() {
    let bench = bench();
    let mut template = resources(json!({"Jobs": queue(json!({}))}));
    bench.deploy("shop", &template);
    template["Outputs"] = json!({"Url": {"Value": {"Ref": "Jobs"}}});
    assert_eq!(bench.propose("shop", "second", &template), "CREATE_COMPLETE");
    assert_eq!(bench.changes("shop", "second"), []);
    bench.execute("shop", "second");
    assert_eq!(bench.wait("shop").status, "UPDATE_COMPLETE");
    assert!(bench.output("shop", "Url").is_some());
}

#[test]
fn a_removed_resource_says_what_becomes_of_it() {
    let bench = bench();
    let kept = json!({"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain"});
    bench.deploy(
        "shop",
        &resources(json!({"A": queue(json!({})), "B": kept, "C": queue(json!({}))})),
    );
    bench.propose("shop", "second", &resources(json!({"A": queue(json!({}))})));
    let changes = bench.changes("shop", "second");
    let said: Vec<String> = changes
        .iter()
        .map(|it| {
            format!(
                "{} {} {}",
                it.logical_resource_id().unwrap(),
                it.action().unwrap(),
                it.policy_action().unwrap()
            )
        })
        .collect();
    assert_eq!(said, ["B Remove Retain", "C Remove Delete"]);
}

#[test]
fn tags_and_parameters_change_what_uses_them() {
    let bench = bench();
    let template = json!({
        "Parameters": {"Delay": {"Type": "Number", "Default": 1}},
        "Resources": {"Jobs": queue(json!({"DelaySeconds": {"Ref": "Delay"}}))},
    });
    bench.deploy("shop", &template);
    let parameter = Parameter::builder()
        .parameter_key("Delay")
        .parameter_value("2")
        .build();
    let created = bench
        .client
        .create_change_set()
        .stack_name("shop")
        .change_set_name("second")
        .use_previous_template(true)
        .parameters(parameter)
        .tags(Tag::builder().key("team").value("jobs").build());
    bench.run(created.send()).unwrap();
    let changes = bench.changes("shop", "second");
    let mut sources: Vec<String> = changes[0]
        .details()
        .iter()
        .map(|it| {
            format!("{} {}", it.target().unwrap().attribute().unwrap(), it.change_source().unwrap())
        })
        .collect();
    sources.sort();
    assert_eq!(sources, ["Properties ParameterReference", "Tags DirectModification"]);
}

#[test]
fn executing_one_drops_the_others() {
    let bench = bench();
    bench.deploy("shop", &resources(json!({"Jobs": queue(json!({}))})));
    bench.propose("shop", "a", &resources(json!({"Jobs": queue(json!({"DelaySeconds": 1}))})));
    bench.propose("shop", "b", &resources(json!({"Jobs": queue(json!({"DelaySeconds": 2}))})));
    bench.execute("shop", "a");
    bench.wait("shop");
    let described = bench
        .client
        .describe_change_set()
        .stack_name("shop")
        .change_set_name("b");
    let error = bench.run(described.send()).unwrap_err();
    assert_eq!(said(&error), "ChangeSetNotFound: ChangeSet [b] does not exist");
}

#[test]
fn rejects_a_second_execution() {
    let bench = bench();
    bench.deploy("shop", &resources(json!({"Jobs": queue(json!({}))})));
    let executed = bench
        .client
        .execute_change_set()
        .stack_name("shop")
        .change_set_name("deploy");
    let error = said(&bench.run(executed.send()).unwrap_err());
    assert!(error.starts_with("InvalidChangeSetStatus"), "{error}");
    assert!(
        error.ends_with("cannot be executed in its current execution status of [EXECUTE_COMPLETE]"),
        "{error}"
    );
}

#[test]
fn the_same_token_makes_one_change_set() {
    let bench = bench();
    let template = resources(json!({"Jobs": queue(json!({}))})).to_string();
    let create = |token: &str| {
        let created = bench
            .client
            .create_change_set()
            .stack_name("shop")
            .change_set_name("first")
            .change_set_type(ChangeSetType::Create)
            .client_token(token)
            .template_body(&template);
        bench.run(created.send())
    };
    let first = create("a").unwrap();
    assert_eq!(create("a").unwrap().id(), first.id());
    assert!(said(&create("b").unwrap_err()).starts_with("AlreadyExistsException"));
}

#[test]
fn rejects_change_sets_of_the_wrong_type() {
    let bench = bench();
    let template = resources(json!({"Jobs": queue(json!({}))})).to_string();
    let create = |kind: ChangeSetType| {
        let created = bench
            .client
            .create_change_set()
            .stack_name("shop")
            .change_set_name("second")
            .change_set_type(kind)
            .template_body(&template);
        said(&bench.run(created.send()).unwrap_err())
    };
    assert_eq!(create(ChangeSetType::Update), "ValidationError: Stack [shop] does not exist");
    bench.deploy("shop", &resources(json!({"Jobs": queue(json!({}))})));
    assert_eq!(
        create(ChangeSetType::Create),
        "ValidationError: Stack [shop] already exists and cannot be created again with the changeSet [second]."
    );
}

#[test]
fn rejects_what_validation_finds() {
    let bench = bench();
    bench.deploy("other", &resources(json!({"Jobs": queue(json!({"QueueName": "taken"}))})));
    let template = resources(json!({
        "A": queue(json!({"QueueName": "taken"})),
        "B": queue(json!({"DelaySecond": 1})),
    }));
    insta::assert_snapshot!(bench.propose("shop", "first", &template), @"FAILED The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation, AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.");
    let id = bench.change_set("shop", "first").change_set_id.unwrap();
    let events = bench
        .run(bench.client.describe_events().change_set_name(id).send())
        .unwrap();
    let mut findings: Vec<String> = events
        .operation_events()
        .iter()
        .map(|it| {
            format!(
                "{} {} {} {}",
                it.event_type().unwrap(),
                it.validation_name().unwrap(),
                it.validation_path().unwrap(),
                it.validation_status_reason().unwrap()
            )
        })
        .collect();
    findings.sort();
    insta::assert_snapshot!(findings.join("\n"), @"
    VALIDATION_ERROR NAME_CONFLICT_VALIDATION /Resources/A Resource of type 'AWS::SQS::Queue' with identifier 'https://sqs.eu-west-1.amazonaws.com/111122223333/taken' already exists.
    VALIDATION_ERROR PROPERTY_VALIDATION /Resources/B/Properties/DelaySecond Unsupported property [DelaySecond]
    ");
}
