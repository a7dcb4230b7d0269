//! The `aws` command line deploys against the simulator, and notices nothing.

mod support;

use std::{path::Path, process::Command};

use ecomind_simulator::{Pace, Simulator};
use serde_json::{Value, json};

/// Runs `aws`; returns what it printed, as JSON where it is JSON.
fn aws(simulator: &Simulator, arguments: &[&str]) -> Result<Value, String> {
    let output = Command::new(support::aws())
        .args(arguments)
        .env_clear()
        .env("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .env("AWS_ACCESS_KEY_ID", "111122223333")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_DEFAULT_REGION", "eu-west-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_PAGER", "")
        .output()
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    Ok(serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// What the command line waits for is over at its first look: it looks every thirty seconds.
fn simulator() -> Simulator {
    Simulator::builder()
        .wall_clock()
        .pace(Pace::Looks(0))
        .start()
        .expect("a free port")
}

/// Words of a command line: none of ours holds a space.
fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

fn written(folder: &Path, delay: u32) -> String {
    let template = json!({
        "Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": delay}}},
        "Outputs": {"Arn": {"Value": {"Fn::GetAtt": ["Jobs", "Arn"]}}},
    });
    let path = folder.join("template.json");
    std::fs::write(&path, template.to_string()).expect("the folder can be written to");
    path.display().to_string()
}

#[test]
fn change_sets_are_created_executed_and_told_of() {
    let simulator = simulator();
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), 5);
    let call = |line: &str| aws(&simulator, &words(line)).unwrap();
    let named = "--stack-name shop --change-set-name first";

    let created = call(&format!(
        "cloudformation create-change-set {named} --change-set-type CREATE --template-body file://{file}"
    ));
    let id = created["Id"].as_str().unwrap();
    assert!(
        id.starts_with("arn:aws:cloudformation:eu-west-1:111122223333:changeSet/first/"),
        "{id}"
    );
    call(&format!("cloudformation wait change-set-create-complete {named}"));
    let described = call(&format!("cloudformation describe-change-set {named}"));
    assert_eq!(described["Changes"][0]["ResourceChange"]["Action"], "Add");
    call(&format!("cloudformation execute-change-set {named}"));
    call("cloudformation wait stack-create-complete --stack-name shop");

    let stacks = call("cloudformation describe-stacks --stack-name shop");
    let arn = stacks["Stacks"][0]["Outputs"][0]["OutputValue"]
        .as_str()
        .unwrap();
    assert!(arn.starts_with("arn:aws:sqs:eu-west-1:111122223333:shop-Jobs-"), "{arn}");
    let page = call("cloudformation describe-stack-events --stack-name shop --max-items 2");
    assert_eq!(page["StackEvents"].as_array().unwrap().len(), 2);
    assert_eq!(page["StackEvents"][0]["ResourceStatus"], "CREATE_COMPLETE");
    let events = call("cloudformation describe-events --stack-name shop");
    assert_eq!(events["OperationEvents"][0]["OperationType"], "CREATE_STACK");
    assert_eq!(events["OperationEvents"][0]["OperationStatus"], "SUCCEEDED");
}

#[test]
fn deploy_updates_and_finds_nothing_to_do() {
    let simulator = simulator();
    let folder = tempfile::tempdir().unwrap();
    let deploy = |delay| {
        let file = written(folder.path(), delay);
        let line = format!("cloudformation deploy --stack-name shop --template-file {file}");
        aws(&simulator, &words(&line)).map(|it| it.to_string())
    };
    assert!(
        deploy(5)
            .unwrap()
            .contains("Successfully created/updated stack - shop")
    );
    assert!(
        deploy(6)
            .unwrap()
            .contains("Successfully created/updated stack - shop")
    );
    assert!(deploy(6).unwrap_err().contains("No changes to deploy"));
    aws(&simulator, &words("cloudformation delete-stack --stack-name shop")).unwrap();
    aws(&simulator, &words("cloudformation wait stack-delete-complete --stack-name shop")).unwrap();
    let gone =
        aws(&simulator, &words("cloudformation describe-stacks --stack-name shop")).unwrap_err();
    assert!(
        gone.contains("(ValidationError)") && gone.contains("Stack with id shop does not exist"),
        "{gone}"
    );
}

#[test]
fn validation_says_where_and_why() {
    let simulator = simulator();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("template.yaml");
    let yaml = "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties:\n      DelaySecond: !Sub '5'\n";
    std::fs::write(&path, yaml).unwrap();
    let created = aws(&simulator, &words(&format!(
        "cloudformation create-change-set --stack-name shop --change-set-name first --change-set-type CREATE \
         --template-body file://{}",
        path.display()
    )))
    .unwrap();
    let id = created["Id"].as_str().unwrap();
    let described = aws(
        &simulator,
        &words(&format!("cloudformation describe-change-set --change-set-name {id}")),
    )
    .unwrap();
    assert_eq!(described["Status"], "FAILED");
    let events =
        aws(&simulator, &words(&format!("cloudformation describe-events --change-set-name {id}")))
            .unwrap();
    let finding = &events["OperationEvents"][0];
    assert_eq!(finding["ValidationPath"], "/Resources/Jobs/Properties/DelaySecond");
    assert_eq!(finding["ValidationStatusReason"], "Unsupported property [DelaySecond]");
}

#[test]
fn objects_and_identities_are_there() {
    let simulator = simulator();
    let folder = tempfile::tempdir().unwrap();
    let file = written(folder.path(), 5);
    let call = |line: &str| aws(&simulator, &words(line)).unwrap();
    assert_eq!(call("sts get-caller-identity")["Account"], "111122223333");
    call(
        "s3api create-bucket --bucket templates --create-bucket-configuration LocationConstraint=eu-west-1",
    );
    call(&format!("s3 cp {file} s3://templates/shop.json"));
    let url = format!("{}/templates/shop.json", simulator.endpoint_url());
    let created =
        call(&format!("cloudformation create-stack --stack-name shop --template-url {url}"));
    assert!(
        created["StackId"]
            .as_str()
            .unwrap()
            .contains(":stack/shop/")
    );
    call("s3 rm s3://templates --recursive");
    call("s3api delete-bucket --bucket templates");
}
