//! Findings for programs.

use ecomind_constructs::Path;
use serde_json::{Value, json};

use crate::cli::findings::{Findings, Found, TemplateName};

use super::place::Place;

pub(super) fn render(findings: &Findings<'_>) -> anyhow::Result<String> {
    let all: Vec<Value> = findings.0.iter().map(entry).collect();
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

fn entry(found: &Found<'_>) -> Value {
    let finding = &found.finding;
    let stack = match found.template {
        TemplateName::Stack(stack) => Some(stack),
        TemplateName::File { .. } => None,
    };
    let place = Place::of(found);
    json!({
        "rule": finding.rule.as_str(),
        "severity": finding.severity.name(),
        "message": finding.to_string(),
        "hint": finding.hint,
        "environments": found.environments,
        "stack": stack,
        "construct": finding.construct.as_ref().map(Path::as_str),
        "logicalId": finding.logical_id,
        "at": finding.at,
        "file": place.as_ref().map(|place| place.file.as_str()),
        "line": place.as_ref().map(|place| place.line),
        "column": place.as_ref().map(|place| place.column),
    })
}
