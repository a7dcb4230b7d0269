//! What `policy` prints, judged by parliament, which knows the actions of AWS and what each is on.
//!
//! Its data is of April 2025, so that actions that are newer are unknown to it.

mod support;

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use ecomind_app::{Environment, app};
use ecomind_cli::{Environment as _, Program};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What parliament finds in each policy: the issue and its details.
fn analyze(policies: &[Value]) -> Outcome<Vec<Vec<(String, String)>>> {
    let mut process = Command::new(support::python())
        .arg(support::root().join("tests/parliament/analyze.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let text = serde_json::to_string(policies)?;
    process
        .stdin
        .take()
        .ok_or("it has an input")?
        .write_all(text.as_bytes())?;
    let output = process.wait_with_output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The policies of a role in all environments.
fn policies(role: &str) -> Outcome<Vec<Value>> {
    let mut policies = Vec::new();
    for environment in Environment::ALL {
        let arguments = ["policy", environment.name()];
        let outcome = Program::new("ecomind", "1.0.0").capture(app, arguments);
        let printed: Value = serde_json::from_str(&outcome.stdout)?;
        let all = printed["environments"][0][role]["policies"].as_array();
        policies.extend(all.ok_or("there are policies")?.clone());
    }
    Ok(policies)
}

#[test]
fn the_role_that_deploys_may_do_nothing_that_is_not_what_it_seems() -> Outcome<()> {
    for found in analyze(&policies("deploy")?)? {
        let unknown = (
            "UNKNOWN_ACTION".to_owned(),
            "Unknown action cloudformation:DescribeEvents".to_owned(),
        );
        assert!(found.iter().all(|it| *it == unknown), "{found:?}");
    }
    Ok(())
}

#[test]
fn the_role_that_cloudformation_acts_as_has_no_action_on_what_it_is_not_about() -> Outcome<()> {
    // Wide statements say why in the same output.
    let accepted = ["RESOURCE_STAR", "UNKNOWN_ACTION", "UNKNOWN_PREFIX"];
    for found in analyze(&policies("execution")?)? {
        let others: Vec<_> = found
            .iter()
            .filter(|(issue, _)| !accepted.contains(&issue.as_str()))
            .collect();
        assert!(others.is_empty(), "{others:?}");
    }
    Ok(())
}

#[test]
fn finds_an_action_on_what_it_is_not_about() -> Outcome<()> {
    let policy = |action: &str, resource: &str| {
        json!({"Version": "2012-10-17", "Statement":
            [{"Effect": "Allow", "Action": action, "Resource": resource}]})
    };
    let found = analyze(&[
        policy("s3:GetObject", "arn:aws:s3:::logs"),
        policy("s3:GetObject", "arn:aws:s3:::logs/*"),
        policy("s3:GetObjekt", "*"),
    ])?;
    let issues: Vec<Vec<_>> = found
        .iter()
        .map(|all| all.iter().map(|(issue, _)| issue.as_str()).collect())
        .collect();
    assert_eq!(issues, [vec!["RESOURCE_MISMATCH"], vec![], vec!["UNKNOWN_ACTION"]]);
    Ok(())
}
