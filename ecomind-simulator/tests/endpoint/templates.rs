//! Functions, parameters and what is returned of templates.

use aws_sdk_cloudformation::types::{Parameter, TemplateStage};
use serde_json::{Value, json};

use crate::support::{bench, queue, said};

/// The value of an expression, as an output.
fn value(expression: Value) -> String {
    let bench = bench();
    let template = json!({
        "Conditions": {"Big": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}, "Small": {"Fn::Not": [{"Condition": "Big"}]}},
        "Mappings": {"Sizes": {"eu-west-1": {"size": "large"}}},
        "Resources": {"Jobs": queue(json!({"QueueName": "jobs"})), "Never": {"Type": "AWS::SQS::Queue", "Condition": "Small"}},
        "Outputs": {"It": {"Value": expression}},
    });
    let ended = bench.deploy("shop", &template);
    bench
        .output("shop", "It")
        .unwrap_or_else(|| ended.reasons.join("\n"))
}

#[test]
fn functions_have_values() {
    let sub = json!({"Fn::Sub": ["${A}-${Jobs.QueueName}-${!Kept}-${AWS::AccountId}", {"A": "x"}]});
    let cases = [
        (json!({"Ref": "Jobs"}), "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"),
        (json!({"Fn::GetAtt": ["Jobs", "Arn"]}), "arn:aws:sqs:eu-west-1:111122223333:jobs"),
        (sub, "x-jobs-${Kept}-111122223333"),
        (json!({"Fn::Join": ["/", ["a", {"Ref": "AWS::StackName"}]]}), "a/shop"),
        (json!({"Fn::Select": [1, {"Fn::Split": [",", "a,b,c"]}]}), "b"),
        (json!({"Fn::If": ["Big", "yes", "no"]}), "yes"),
        (json!({"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "size"]}), "large"),
        (json!({"Fn::Base64": "hello"}), "aGVsbG8="),
        (json!({"Fn::Select": [2, {"Fn::Cidr": ["10.0.0.0/16", 4, 8]}]}), "10.0.2.0/24"),
        (json!({"Fn::Select": [0, {"Fn::GetAZs": ""}]}), "eu-west-1a"),
        (json!({"Fn::Join": [",", ["a", {"Ref": "AWS::NoValue"}]]}), "a"),
    ];
    for (expression, expected) in cases {
        assert_eq!(value(expression.clone()), expected, "{expression}");
    }
}

#[test]
fn rejects_what_has_no_value() {
    let unknown = value(json!({"Fn::GetAtt": ["Jobs", "Nothing"]}));
    assert!(unknown.contains("does not support attribute type Nothing in Fn::GetAtt"), "{unknown}");
    let index = value(json!({"Fn::Select": [9, ["a"]]}));
    assert!(index.contains("Fn::Select cannot select nonexistent value at index 9"), "{index}");
}

#[test]
fn dynamic_references_are_resolved() {
    let bench = bench();
    let parameter = json!({"Name": "/size", "Type": "String", "Value": "9"});
    bench
        .simulator
        .add_resource("111122223333", "eu-west-1", "AWS::SSM::Parameter", parameter);
    let secret = json!({"Name": "db", "SecretString": "{\"password\":\"hunter2\"}"});
    bench.simulator.add_resource(
        "111122223333",
        "eu-west-1",
        "AWS::SecretsManager::Secret",
        secret,
    );
    let topic = json!({"Type": "AWS::SNS::Topic",
        "Properties": {"DisplayName": "{{resolve:secretsmanager:db:SecretString:password}}"}});
    let template = json!({"Resources": {"Jobs": queue(json!({"DelaySeconds": "{{resolve:ssm:/size}}"})), "Topic": topic}});
    assert_eq!(bench.deploy("shop", &template).status, "CREATE_COMPLETE");
    let missing =
        json!({"Resources": {"Jobs": queue(json!({"DelaySeconds": "{{resolve:ssm:/none}}"}))}});
    assert_eq!(
        bench.propose("other", "first", &missing),
        "FAILED Parameters: [/none] cannot be found."
    );
}

#[test]
fn loops_need_and_get_their_transform() {
    let bench = bench();
    let template = json!({
        "Transform": "AWS::LanguageExtensions",
        "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "A,B"}},
        "Resources": {"Fn::ForEach::Queues": ["Name", {"Ref": "Names"}, {"Q${Name}": {"Type": "AWS::SQS::Queue",
            "Properties": {"QueueName": {"Fn::Sub": "jobs-${Name}"}}}}]},
        "Outputs": {"Count": {"Value": {"Fn::Length": {"Ref": "Names"}}},
            "Json": {"Value": {"Fn::ToJsonString": {"a": {"Ref": "QA"}}}}},
    });
    assert_eq!(bench.deploy("shop", &template).status, "CREATE_COMPLETE");
    assert_eq!(bench.output("shop", "Count").unwrap(), "2");
    assert!(
        bench
            .output("shop", "Json")
            .unwrap()
            .ends_with("/jobs-A\"}")
    );
    let get = bench.client.get_template().stack_name("shop");
    let original = bench.run(get.clone().send()).unwrap();
    assert_eq!(original.template_body(), Some(template.to_string().as_str()));
    let processed = bench
        .run(get.template_stage(TemplateStage::Processed).send())
        .unwrap();
    assert!(processed.template_body().unwrap().contains("\"QB\""));
}

#[test]
fn templates_are_summarized() {
    let bench = bench();
    let template = json!({
        "Description": "a role",
        "Parameters": {"Size": {"Type": "Number", "Default": 3}},
        "Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}},
    });
    let summary = bench
        .client
        .get_template_summary()
        .template_body(template.to_string());
    let summary = bench.run(summary.send()).unwrap();
    assert_eq!(summary.parameters()[0].default_value(), Some("3"));
    assert_eq!(summary.capabilities()[0].as_str(), "CAPABILITY_IAM");
    assert_eq!(summary.resource_identifier_summaries()[0].resource_identifiers(), ["RoleName"]);
}

#[test]
fn rejects_broken_templates_at_once() {
    let bench = bench();
    let validate = |template: Value| {
        let call = bench
            .client
            .validate_template()
            .template_body(template.to_string());
        said(&bench.run(call.send()).unwrap_err())
    };
    insta::assert_snapshot!(validate(json!({"Resources": {"Q": queue(json!({"QueueName": {"Ref": "No"}}))}})), @"ValidationError: Template format error: Unresolved resource dependencies [No] in the Resources block of the template");
}

#[test]
fn previous_values_are_kept() {
    let bench = bench();
    let template = json!({
        "Parameters": {"Delay": {"Type": "Number"}, "Name": {"Type": "String", "Default": "x"}},
        "Resources": {"Jobs": queue(json!({"DelaySeconds": {"Ref": "Delay"}})),
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Name"}}}},
    });
    let delay = Parameter::builder()
        .parameter_key("Delay")
        .parameter_value("4")
        .build();
    let created = bench
        .client
        .create_stack()
        .stack_name("shop")
        .template_body(template.to_string());
    bench.run(created.parameters(delay).send()).unwrap();
    bench.wait("shop");
    let name = Parameter::builder()
        .parameter_key("Name")
        .parameter_value("y")
        .build();
    let delay = Parameter::builder()
        .parameter_key("Delay")
        .use_previous_value(true)
        .build();
    let updated = bench
        .client
        .update_stack()
        .stack_name("shop")
        .use_previous_template(true);
    bench
        .run(updated.parameters(name).parameters(delay).send())
        .unwrap();
    assert_eq!(bench.wait("shop").status, "UPDATE_COMPLETE");
    let again = bench
        .client
        .update_stack()
        .stack_name("shop")
        .use_previous_template(true);
    let keep = |key: &str| {
        Parameter::builder()
            .parameter_key(key)
            .use_previous_value(true)
            .build()
    };
    let error = bench
        .run(
            again
                .parameters(keep("Name"))
                .parameters(keep("Delay"))
                .send(),
        )
        .unwrap_err();
    assert_eq!(said(&error), "ValidationError: No updates are to be performed.");
}
