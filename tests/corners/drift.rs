//! Resources that something else changed.

use crate::{
    apps::{secret, shop},
    bench::{Bench, assert_says},
};

fn drifted() -> Bench {
    let bench = Bench::of(shop);
    bench.done("deploy second --yes");
    let changed = bench
        .simulator
        .change_resource("shop-Work", "Queue", "DelaySeconds", 9);
    changed.expect("the queue is there");
    let deleted = bench.simulator.delete_resource("shop-Work", "Archive");
    deleted.expect("the queue is there");
    bench
}

#[test]
fn drift_is_told_property_by_property_with_the_construct_and_its_line() {
    let bench = drifted();
    let said = bench.done("drift second");
    assert_says(
        &said,
        &[
            "Work\n",
            "(|) Queue  AWS::SQS::Queue  Work/Queue  --> tests/corners/apps.rs:",
            "      /DelaySeconds: 2 -> 9",
            "(-) Archive  AWS::SQS::Queue  Work/Archive  is gone  -->",
            "second: 2 stacks, 2 resources drifted",
        ],
    );
    assert!(!said.contains("Data\n"), "{said}");
    let json = bench.run("drift second --json").stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let work = &json[0]["stacks"][1]["resources"];
    assert_eq!(work[0]["properties"][0]["actual"], "9");
    assert_eq!(work[1]["status"], "deleted");
}

#[test]
fn drift_fails_only_where_that_is_asked_for() {
    let bench = Bench::of(shop);
    assert_says(&bench.done("drift first --fail"), &["first: 0 stacks, 0 resources drifted"]);
    bench.done("deploy first --yes");
    bench.done("drift first --fail");
    bench
        .simulator
        .change_resource("shop-Work", "Queue", "DelaySeconds", 9)
        .unwrap();
    bench.done("drift first");
    bench.refused("drift first --fail");
    bench.done("drift first Data --fail");
}

#[test]
fn drift_is_accepted_with_a_reason_and_the_list_stays_true() {
    let bench = drifted();
    bench.file(
        "accepted.json",
        r#"[
            {"at": "Work/Queue", "property": "DelaySeconds", "reason": "a load test"},
            {"at": "Work/Archive", "reason": "nobody reads it"}
        ]"#,
    );
    let said = bench.done("drift second --fail --accept FOLDER/accepted.json");
    assert_says(
        &said,
        &[
            "/DelaySeconds: 2 -> 9  (accepted: a load test)",
            "(accepted: nobody reads it)",
            "0 resources drifted, 2 accepted",
        ],
    );
    bench
        .simulator
        .change_resource("shop-Work", "Queue", "DelaySeconds", 2)
        .unwrap();
    let unused = bench.refused("drift second --fail --accept FOLDER/accepted.json");
    assert_says(
        &unused,
        &["`Work/Queue/DelaySeconds` of the list of accepted drift accepts nothing"],
    );
    // Who looks at another stack can't say that.
    bench.done("drift second Data --fail --accept FOLDER/accepted.json");
}

#[test]
fn rejects_a_list_without_reasons() {
    let bench = drifted();
    bench.file("accepted.json", r#"[{"at": "Work/Queue"}]"#);
    let refused = bench.refused("drift second --accept FOLDER/accepted.json");
    assert_says(&refused, &["accepted.json`: entry 1: `reason` is missing"]);
}

#[test]
fn drift_is_put_back() {
    let bench = drifted();
    let refused = bench.refused("drift second --revert");
    assert_says(&refused, &["(|) Queue", "(+) Archive", "no terminal to ask at"]);
    bench.refused("drift second --fail");
    let said = bench.done("drift second --revert --yes --fail");
    assert_says(&said, &["second: `Work` is as it was deployed"]);
    assert_says(&bench.done("drift second --fail"), &["0 resources drifted"]);
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
}

#[test]
fn rejects_to_put_back_what_is_accepted() {
    let bench = drifted();
    bench.file(
        "accepted.json",
        r#"[{"at": "Work/Queue", "property": "DelaySeconds", "reason": "a load test"}]"#,
    );
    let refused = bench.refused("drift second --revert --yes --accept FOLDER/accepted.json");
    assert_says(&refused, &["`Work/Queue` has drifted in an accepted way"]);
    assert_eq!(bench.calls("ExecuteChangeSet"), 2);
}

#[test]
fn rejects_to_look_at_a_stack_that_is_stuck() {
    let bench = Bench::of(shop);
    bench
        .simulator
        .inject(ecomind_simulator::ResourceFault::new(
            "Table",
            ecomind_simulator::Step::Create,
            "no more tables",
        ));
    bench.refused("deploy first --yes --no-rollback");
    let refused = bench.refused("drift first Data");
    assert_says(&refused, &["`Data` is CREATE_FAILED", "with `recover` first"]);
}

#[test]
fn a_secret_is_in_nothing_that_is_said() {
    let bench = Bench::of(secret);
    bench.done("deploy first --yes --parameters Password=correct-horse");
    bench
        .simulator
        .change_resource("secret-Vault", "Hidden", "Value", "battery-staple")
        .unwrap();
    for command in ["drift first", "drift first --json", "drift first --revert --yes -v"] {
        let said = bench.done(command);
        assert_says(&said, &["/Value"]);
        assert!(!said.contains("correct-horse") && !said.contains("battery-staple"), "{said}");
    }
}
