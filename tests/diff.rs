//! Pairs of templates whose difference is known from AWS's schemas and documentation.
//!
//! `tests/diff/README.md` says what the files hold, and what the AWS CDK makes of them.

#[path = "support/mod.rs"]
mod support;

use std::fs;

use ecomind_cli::{
    assembly::{Origin, StackSnapshot},
    diff::{self, Action, Difference, Direction, ResourceDifference, StackDifference, Verdict},
};
use ecomind_constructs::template::Template;
use serde_json::Value;

const GROUPS: [&str; 4] = ["replacement", "exposure", "noise", "moved"];

#[test]
fn every_pair_has_the_difference_that_its_facts_say() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for group in GROUPS {
        for case in cases(group) {
            count += 1;
            let found = summary(&difference(&case));
            let expected: Vec<_> = case["expect"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it.as_str().unwrap())
                .collect();
            if found != expected {
                let name = case["name"].as_str().unwrap();
                wrong
                    .push(format!("{group}: {name}\n  expected {expected:#?}\n  found {found:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(60 <= count, "{count}");
}

#[test]
fn every_pair_says_where_its_fact_is_from() {
    for case in GROUPS.iter().flat_map(|group| cases(group)) {
        let source = case["source"].as_str().unwrap();
        assert!(source.starts_with("https://") || source.starts_with("schema AWS::"), "{source}");
        assert!(!case["fact"].as_str().unwrap().is_empty());
    }
}

#[test]
fn every_difference_from_the_cdk_is_in_the_docs() {
    let read = |file: &str| fs::read_to_string(support::root().join(file)).unwrap();
    let recorded: Value = serde_json::from_str(&read("tests/diff/cdk.json")).unwrap();
    let table = read("docs/diff-and-cdk.md");
    for group in GROUPS {
        for case in cases(group) {
            let name = format!("{group}: {}", case["name"].as_str().unwrap());
            let cdk = recorded["cases"][&name]
                .as_array()
                .expect("every pair is recorded");
            let mut cdk: Vec<&str> = cdk.iter().map(|line| line.as_str().unwrap()).collect();
            let mut ours = impacts(&case);
            cdk.sort_unstable();
            cdk.dedup();
            ours.sort_unstable();
            ours.dedup();
            let is_listed = table.contains(&format!("| {name} |"));
            assert_eq!(cdk != ours, is_listed, "{name}: {ours:?} here, {cdk:?} by the CDK");
        }
    }
}

/// What is expected of a pair in the words of the CDK's record.
fn impacts(case: &Value) -> Vec<&str> {
    let mut impacts = Vec::new();
    for line in case["expect"].as_array().expect("every case has lines") {
        let line = line.as_str().expect("every case has lines");
        if line.starts_with("opens") {
            impacts.push("broadened");
        } else if !line.starts_with("closes")
            && !line.starts_with("finding")
            && !line.ends_with("follows")
        {
            impacts.push(line.split(" by ").next().expect("a split has a first part"));
        }
    }
    impacts
}

fn cases(group: &str) -> Vec<Value> {
    let path = support::root().join(format!("tests/diff/{group}.json"));
    let text = fs::read_to_string(path).expect("the corpus is there");
    serde_json::from_str(&text).expect("the corpus is JSON")
}

fn difference(case: &Value) -> Difference {
    let stacks = case["stacks"].as_object().expect("a case has stacks");
    let side = |name: &str| -> Vec<StackSnapshot> {
        stacks
            .iter()
            .map(|(id, stack)| snapshot(id, stack, name))
            .collect()
    };
    diff::compare(&side("before"), &side("after"))
}

fn snapshot(id: &str, stack: &Value, side: &str) -> StackSnapshot {
    let template = Template::from_json(&stack[side].to_string()).expect("it is a template");
    let mut snapshot = StackSnapshot::of_template(id, template);
    snapshot.region = stack["region"].as_str().map(str::to_owned);
    for (logical_id, path) in stack[format!("{side}Paths")]
        .as_object()
        .into_iter()
        .flatten()
    {
        let origin = Origin::new(path.as_str().expect("a path is text"));
        snapshot.origins.insert(logical_id.clone(), origin);
    }
    snapshot
}

/// One line for each resource that differs, each exposure and each finding.
fn summary(difference: &Difference) -> Vec<String> {
    difference.stacks.iter().flat_map(stack).collect()
}

fn stack(stack: &StackDifference) -> Vec<String> {
    let mut lines: Vec<String> = stack.resources.iter().map(resource).collect();
    for change in &stack.exposure {
        let level = match change.direction {
            Direction::Broadening => format!("opens {}", change.level.name()),
            Direction::Narrowing => "closes".to_owned(),
        };
        lines.push(format!("{level} {}: {}", change.kind.name(), change.sentence()));
    }
    for finding in &stack.findings {
        let id = finding.logical_id.as_deref().unwrap_or_default();
        let line = format!("finding {} {} {id}", finding.kind.name(), finding.level.name());
        lines.push(line.trim_end().to_owned());
    }
    lines
}

fn resource(resource: &ResourceDifference) -> String {
    let is_own = !resource.properties.is_empty() || !resource.attributes.is_empty();
    let event = match (resource.action, resource.replacement) {
        (Action::Change, Verdict::Will) => "will",
        (Action::Change, Verdict::May) => "may",
        (Action::Change, Verdict::Wont) if !is_own => "follows",
        (action, _) => action.name(),
    };
    let causes: Vec<&str> = resource
        .reasons
        .iter()
        .filter(|reason| Verdict::Wont < reason.verdict)
        .filter_map(|reason| reason.property.as_deref())
        .collect();
    let by = if causes.is_empty() { String::new() } else { format!(" by {}", causes.join(", ")) };
    format!("{}: {event}{by}", resource.logical_id)
}
