//! EcoMind's environments beside each other: what its code does beyond their data.

use std::collections::BTreeSet;

use ecomind_cli::{Exit, Program};

fn differences(one: &str, other: &str) -> Vec<serde_json::Value> {
    let outcome =
        Program::new("ecomind", "1.2.3").capture(ecomind_app::app, ["diff", one, other, "--json"]);
    assert_eq!(outcome.exit, Exit::Success, "{}", outcome.stderr);
    let mut json: serde_json::Value =
        serde_json::from_str(&outcome.stdout).expect("the command prints JSON");
    match json["differences"].take() {
        serde_json::Value::Array(found) => found,
        other => panic!("{other}"),
    }
}

/// The accepted findings of `validate` are listed by environment, and land in metadata.
#[test]
fn nothing_but_accepted_findings_asks_for_the_name_of_staging_or_prod() {
    let found = differences("staging", "prod");
    let unexplained: BTreeSet<String> = found
        .iter()
        .filter(|it| it["explanation"] == "none")
        .map(|it| format!("{} {}", it["path"], it["onlyIn"]))
        .collect();
    insta::assert_debug_snapshot!(unexplained, @r#"
    {
        "\"Metadata\" null",
    }
    "#);
    assert!(!found.iter().any(|it| it["explanation"] == "unknown"));

    let class = found
        .iter()
        .find(|it| it["path"] == "DBInstanceClass")
        .unwrap();
    assert_eq!(class["fields"], serde_json::json!(["database"]));
    let copies = found
        .iter()
        .find(|it| it["path"] == "AutomaticBackupReplicationRegion")
        .unwrap();
    assert_eq!(copies["fields"], serde_json::json!(["standby"]));
}

/// What stands by for prod differs from it in data alone, too.
#[test]
fn nothing_asks_for_the_name_of_what_stands_by() {
    let found = differences("prod", "dr");
    let unexplained: BTreeSet<String> = found
        .iter()
        .filter(|it| it["explanation"] == "none")
        .map(|it| format!("{} {}", it["path"], it["onlyIn"]))
        .collect();
    assert_eq!(unexplained, BTreeSet::new());
    assert!(!found.iter().any(|it| it["explanation"] == "unknown"));
    let is_stack = |it: &&serde_json::Value| it["onlyIn"] == "prod" && it["place"].is_null();
    let stacks: BTreeSet<String> = found
        .iter()
        .filter(is_stack)
        .map(|it| format!("{} {}", it["stack"], it["fields"]))
        .collect();
    insta::assert_debug_snapshot!(stacks, @r#"
    {
        "\"Cache\" [\"recovery\"]",
        "\"Compute\" [\"recovery\"]",
        "\"Costs\" [\"watches_costs\"]",
        "\"Database\" [\"recovery\"]",
        "\"Edge\" [\"way_in\",\"recovery\"]",
        "\"Guardrails\" [\"recovery\"]",
        "\"Network\" [\"recovery\"]",
        "\"Services\" [\"recovery\"]",
        "\"Streaming\" [\"recovery\"]",
    }
    "#);
}
