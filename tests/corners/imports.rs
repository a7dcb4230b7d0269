//! Resources that exist join a stack.

use serde_json::json;

use crate::{
    apps::{adopting, shop},
    bench::{Bench, assert_says},
};

fn with_archive(bench: &Bench) -> String {
    let (account, region) = ("111111111111", "eu-west-1");
    let properties = json!({"QueueName": "archive-of-2019"});
    bench
        .simulator
        .add_resource(account, region, "AWS::SQS::Queue", properties)
}

#[test]
fn a_mapping_says_which_queue_joins_a_stack() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    let url = with_archive(&bench);
    bench.file("map.json", &json!({"Work/Archive": {"QueueUrl": url}}).to_string());
    let refused = bench.refused("import second Work --mapping FOLDER/map.json");
    assert_says(&refused, &["(+) Archive", "is imported", "no terminal to ask at"]);
    let said = bench.done("import second Work --mapping FOLDER/map.json --yes");
    assert_says(&said, &["`Work` is IMPORT_COMPLETE", "second: 1 resource imported"]);
    // Everything else stayed as it was, and comes with the next deployment.
    assert_says(&bench.done("deploy second --yes"), &["(|) Queue", "1 updated, 1 unchanged"]);
    // CloudFormation does not compare what joins a stack with what the app says of it.
    assert_says(&bench.done("drift second"), &["/QueueName: null -> archive-of-2019"]);
    let again = bench.refused("import second Work --mapping FOLDER/map.json --yes");
    assert_says(&again, &["`Work` of the app has no resource `Work/Archive`"]);
}

#[test]
fn a_stack_can_begin_with_what_exists() {
    let bench = Bench::of(shop);
    let url = with_archive(&bench);
    bench.file("map.json", &json!({"Archive": url}).to_string());
    bench.done("import second Work --mapping FOLDER/map.json --yes");
    assert_says(&bench.done("status second"), &["Work  IMPORT_COMPLETE", "Data  not deployed"]);
    assert_says(&bench.done("deploy second --yes"), &["(+) Queue", "1 created, 1 updated"]);
}

#[test]
fn nothing_is_left_over_when_an_import_is_refused() {
    let bench = Bench::of(shop);
    bench.file("map.json", &json!({"Archive": "https://nowhere"}).to_string());
    bench.refused("import second Work --mapping FOLDER/map.json");
    assert_says(&bench.done("status second"), &["Work  not deployed"]);
    bench.done("deploy first --yes");
    let failed = bench.refused("import second Work --mapping FOLDER/map.json --yes");
    assert_says(&failed, &["`Work/Archive` (AWS::SQS::Queue) failed with IMPORT_FAILED"]);
    assert_says(&bench.done("deploy first --yes"), &["2 unchanged"]);
}

#[test]
fn rejects_a_mapping_that_does_not_fit() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    let refused = |map: serde_json::Value| {
        bench.file("map.json", &map.to_string());
        bench.refused("import second Work --mapping FOLDER/map.json --yes")
    };
    assert_says(
        &refused(json!({"Archiv": "x"})),
        &["`Work` of the app has no resource `Archiv`", "one can import `Archive`"],
    );
    assert_says(
        &refused(json!({"Archive": {"QueueName": "x"}})),
        &["`Archive` is identified by QueueUrl, got `QueueName`", "tests/corners/apps.rs:"],
    );
    assert_says(&refused(json!({"Queue": "x"})), &["`Queue` is in `Work` already"]);
    assert_says(
        &bench.refused("import second --mapping FOLDER/map.json"),
        &["resources are imported into one stack, not 2", "name one of `Data`, `Work`"],
    );
}

#[test]
fn without_a_terminal_it_says_what_a_mapping_looks_like() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    assert_says(
        &bench.refused("import second Work"),
        &["no terminal to ask what to import at", r#"{"Archive":{"QueueUrl":"…"}}"#],
    );
}

#[test]
fn what_is_adopted_joins_with_the_deployment() {
    let bench = Bench::of(adopting);
    bench.done("deploy first --yes");
    let refused = bench.refused("deploy second --yes");
    assert_says(&refused, &["failed with IMPORT_FAILED"]);
    assert_says(&bench.done("deploy first --yes"), &["1 unchanged"]);
    let url = with_archive(&bench);
    assert_eq!(url, "https://sqs.eu-west-1.amazonaws.com/111111111111/archive-of-2019");
    let said = bench.done("deploy second --yes");
    assert_says(
        &said,
        &["Work: import `adopt-Work`", "(+) Archive", "is imported", "(+) Later", "1 updated"],
    );
    assert_says(&bench.done("deploy second --yes"), &["1 unchanged"]);
    assert_eq!(bench.calls("CreateStack"), 0);
}

#[test]
fn a_stack_that_adopts_can_be_new() {
    let bench = Bench::of(adopting);
    with_archive(&bench);
    bench.done("plan second --out FOLDER/plan");
    let said = bench.done("deploy second --plan FOLDER/plan");
    assert_says(&said, &["IMPORT_COMPLETE", "UPDATE_COMPLETE", "1 created"]);
    assert_says(&bench.done("deploy second --yes"), &["1 unchanged"]);
}

#[test]
fn rejects_to_adopt_by_what_identifies_nothing() {
    let bench = Bench::of(adopting);
    assert_says(
        &bench.refused("deploy third --yes"),
        &["`adopt` of `Work/Archive` must name QueueUrl, got QueueName", "apps.rs:"],
    );
}

#[test]
fn resources_with_names_of_their_own_join_when_that_is_asked_for() {
    let bench = Bench::of(shop);
    let (account, region) = ("111111111111", "eu-west-1");
    let properties = json!({"Name": "limit", "Type": "String", "Value": "1"});
    bench
        .simulator
        .add_resource(account, region, "AWS::SSM::Parameter", properties);
    assert_says(&bench.refused("deploy third --yes"), &["limit"]);
    let said = bench.done("deploy third --yes --import-existing-resources");
    assert_says(&said, &["(+) Limit  AWS::SSM::Parameter  Work/Limit  is imported"]);
    assert_says(&bench.done("deploy third --yes"), &["2 unchanged"]);
}
