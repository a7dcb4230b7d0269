//! Alarms, dashboards and backups get the logical ids that the AWS CDK gives them.
//!
//! Budgets are left out: the CDK has them as resources only, without a construct around them.

use std::collections::BTreeMap;

use ecomind_constructs::{prelude::*, testing};
use serde_json::Value as Json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What the CDK has: logical id to type, of the first record of a file.
fn recorded(file: &str) -> Outcome<BTreeMap<String, String>> {
    let file: Json = serde_json::from_str(file)?;
    let resources = file["records"][0]["resources"].as_array();
    let entry = |resource: &Json| {
        let text = |name| Some(resource[name].as_str()?.to_owned());
        text("logicalId").zip(text("type"))
    };
    let resources = resources.into_iter().flatten().map(entry);
    resources
        .collect::<Option<_>>()
        .ok_or_else(|| "a resource without id or type".into())
}

/// What only one side has.
fn difference<T>(file: &str, build: impl FnOnce(&mut Scope<'_>) -> Result<T>) -> Outcome<String> {
    let theirs = recorded(file)?;
    let template = testing::synth(build);
    let resources = template.document().resources();
    let ours: BTreeMap<String, String> = resources
        .map(|resource| (resource.logical_id.to_owned(), resource.type_name.to_owned()))
        .collect();
    let only = |side: &str, all: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let only = all.iter().filter(|(id, kind)| other.get(*id) != Some(kind));
        only.map(|(id, kind)| format!("{side} {kind} {id}"))
            .collect::<Vec<_>>()
    };
    let mut lines = only("CDK ", &theirs, &ours);
    lines.extend(only("ours", &ours, &theirs));
    Ok(lines.join("\n"))
}

#[test]
fn alarms_and_dashboards_have_the_same_ids() {
    let file = include_str!("cdk_parity/cloudwatch_alarm.json");
    let difference = difference(file, |stack| {
        let metric = Metric::new("AWS/SQS", "ApproximateAgeOfOldestMessage");
        let age = Alarm::builder("Age", metric.clone(), 300).build(stack)?;
        let burn = Alarm::builder("Burn", metric.clone(), 300).build(stack)?;
        CompositeAlarm::builder("Both", AlarmRule::all_of([age, burn])).build(stack)?;
        Dashboard::builder("Dashboard")
            .widget(Widget::graph("Age", [metric]))
            .build(stack)
    });
    // The topic has no part in this.
    assert_eq!(difference.unwrap(), "CDK  AWS::SNS::Topic TopicBFC7AF6E");
}

#[test]
fn vaults_plans_and_selections_have_the_same_ids() {
    let file = include_str!("cdk_parity/backup_plan.json");
    let difference = difference(file, |stack| {
        let key = Key::builder("Key").build(stack)?;
        let vault = BackupVault::builder("Vault")
            .encryption_key(&key)
            .build(stack)?;
        BackupPlan::builder("Plan", vault)
            .rule(BackupRule::new("Daily", BackupSchedule::daily(5)))
            .selection(BackupSelection::new("Tagged").tag("Backup", "true"))
            .build(stack)
    });
    assert_eq!(difference.unwrap(), "");
}
