//! Ways out, drift and imports against an endpoint that is not ours, as far as it has them.
//!
//! It has no refactors, no drift-aware change sets and no way to delete by force: `corners.rs` shows
//! these against the simulator.

#[path = "deploy/app.rs"]
#[expect(dead_code, reason = "deploy.rs deploys the other apps")]
mod app;
#[path = "deploy/endpoint.rs"]
#[expect(dead_code, reason = "deploy.rs interrupts and kills")]
mod endpoint;
mod support;

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
};

use app::shop;
use ecomind_cli::{Exit, Outcome};
use endpoint::Endpoint;

#[track_caller]
fn succeed(outcome: Outcome) -> String {
    assert_eq!(outcome.exit, Exit::Success, "{}\n{}", outcome.stdout, outcome.stderr);
    outcome.stdout + &outcome.stderr
}

#[track_caller]
fn fail(outcome: Outcome) -> String {
    assert_eq!(outcome.exit, Exit::Failure, "{}\n{}", outcome.stdout, outcome.stderr);
    outcome.stdout + &outcome.stderr
}

#[track_caller]
fn assert_says(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
}

/// Asks the queue service for something, behind CloudFormation's back.
fn queues(endpoint: &Endpoint, query: &str) -> String {
    let url = endpoint.url();
    let address = url.trim_start_matches("http://");
    let request = format!(
        "GET /?{query}&Version=2012-11-05 HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential=111111111111/20260101/eu-west-1/sqs/\
         aws4_request, SignedHeaders=host, Signature=x\r\n\r\n"
    );
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}

/// The address of the queue whose name holds `part`.
fn queue(endpoint: &Endpoint, part: &str) -> String {
    let answer = queues(endpoint, "Action=ListQueues");
    let urls = answer.split("<QueueUrl>").skip(1);
    let mut urls = urls.filter_map(|rest| rest.split('<').next());
    let url = urls.find(|url| url.contains(part));
    url.unwrap_or_else(|| panic!("no queue {part}: {answer}"))
        .to_owned()
}

#[test]
fn a_deletion_that_failed_goes_on_without_what_is_stuck() {
    let endpoint = Endpoint::start();
    succeed(endpoint.run(shop, "deploy first --yes"));
    endpoint.faults("Queue delete somebody reads it\n");
    assert_says(&fail(endpoint.run(shop, "destroy first Work --yes")), &["DELETE_FAILED"]);
    let said = succeed(endpoint.run(shop, "recover first --yes"));
    assert_says(
        &said,
        &[
            "`Work` is DELETE_FAILED",
            "`Work/Queue`: somebody reads it",
            "2. if that fails again, delete the stack without `Queue`",
            "`Work` was DELETE_FAILED, and is gone",
        ],
    );
    assert_says(&succeed(endpoint.run(shop, "status first")), &["Work  not deployed"]);
}

#[test]
fn what_failed_without_its_way_back_is_rolled_back() {
    let endpoint = Endpoint::start();
    succeed(endpoint.run(shop, "deploy first --yes"));
    endpoint.faults("Archive create no more queues\n");
    fail(endpoint.run(shop, "deploy second --yes --no-rollback"));
    let said = succeed(endpoint.run(shop, "rollback second --yes"));
    assert_says(&said, &["`Work` was UPDATE_FAILED, and is UPDATE_ROLLBACK_COMPLETE"]);
    endpoint.faults("");
    succeed(endpoint.run(shop, "deploy second --yes"));
}

#[test]
fn a_creation_without_its_way_back_is_undone() {
    let endpoint = Endpoint::start();
    endpoint.faults("Queue create no more queues\n");
    fail(endpoint.run(shop, "deploy first --yes --no-rollback"));
    let said = succeed(endpoint.run(shop, "recover first --yes"));
    assert_says(&said, &["`Work` is CREATE_FAILED", "`Work` was CREATE_FAILED, and is gone"]);
    endpoint.faults("");
    succeed(endpoint.run(shop, "deploy first --yes"));
}

#[test]
fn drift_is_found() {
    let endpoint = Endpoint::start();
    succeed(endpoint.run(shop, "deploy second --yes"));
    succeed(endpoint.run(shop, "drift second --fail"));
    let url = queue(&endpoint, "Queue");
    let change = "Action=SetQueueAttributes&Attribute.1.Name=DelaySeconds&Attribute.1.Value=9";
    queues(&endpoint, &format!("{change}&QueueUrl={url}"));
    queues(&endpoint, &format!("Action=DeleteQueue&QueueUrl={}", queue(&endpoint, "Archive")));
    let said = fail(endpoint.run(shop, "drift second --fail"));
    assert_says(&said, &["/DelaySeconds: 2 -> 9", "(-) Archive", "2 resources drifted"]);
}

#[test]
fn a_queue_that_exists_joins_a_stack() {
    let endpoint = Endpoint::start();
    succeed(endpoint.run(shop, "deploy first --yes"));
    queues(&endpoint, "Action=CreateQueue&QueueName=old");
    let url = queue(&endpoint, "/old");
    let mapping = format!(r#"{{"Work/Archive": {{"QueueUrl": "{url}"}}}}"#);
    fs::write(endpoint.file("map.json"), mapping).unwrap();
    let said = succeed(endpoint.run(shop, "import second Work --mapping FOLDER/map.json --yes"));
    assert_says(&said, &["(+) Archive", "`Work` is IMPORT_COMPLETE"]);
    assert_says(&succeed(endpoint.run(shop, "deploy second --yes")), &["1 updated, 1 unchanged"]);
}
