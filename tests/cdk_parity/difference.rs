//! What only the AWS CDK has of the same constructs, or only we.

use std::collections::BTreeMap;

use ecomind_constructs::prelude::*;
use serde_json::Value as Json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Path and logical id to type.
type Resources = BTreeMap<(String, String), String>;

/// What the CDK has in one stack of a record.
fn theirs(record: &Json) -> Outcome<Resources> {
    let entry = |resource: &Json| {
        let text = |name| Some(resource[name].as_str()?.to_owned());
        Some(((text("path")?, text("logicalId")?), text("type")?))
    };
    let resources = record["resources"].as_array().into_iter().flatten();
    resources
        .map(entry)
        .collect::<Option<_>>()
        .ok_or_else(|| "a resource without path, id or type".into())
}

/// What we have in a stack.
fn ours(app: &App, stack: &str) -> Outcome<Resources> {
    let assembly = synthesize(app)?;
    let stack = assembly.stack(stack).ok_or("no such stack")?;
    let template: Json = serde_json::from_str(&stack.template)?;
    let mut all = Resources::new();
    for element in &stack.elements {
        let Some(kind) = template["Resources"][&element.logical_id]["Type"].as_str() else {
            continue;
        };
        let path = element.path.as_str();
        let below = path.split_once('/').map_or(path, |(_, below)| below);
        all.insert((below.to_owned(), element.logical_id.clone()), kind.to_owned());
    }
    Ok(all)
}

/// What only one side has; equal paths with other ids or types would be on both.
pub(crate) fn difference(
    file: &str,
    name: &str,
    build: impl FnOnce(&mut App) -> Result<()>,
) -> String {
    compare(file, name, build).unwrap_or_else(|error| panic!("{file}, {name}: {error}"))
}

fn compare(file: &str, name: &str, build: impl FnOnce(&mut App) -> Result<()>) -> Outcome<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cdk_parity/");
    let file: Json = serde_json::from_str(&std::fs::read_to_string(format!("{folder}{file}"))?)?;
    let mut app = App::new().region("eu-central-1");
    build(&mut app)?;
    let mut lines = Vec::new();
    let mut same = 0;
    let records = file["records"].as_array().into_iter().flatten();
    for record in records.filter(|record| record["name"] == name) {
        let stack = record["stack"].as_str().ok_or("a record has a stack")?;
        let (theirs, ours) = (theirs(record)?, ours(&app, stack)?);
        for (side, all, other) in [("CDK ", &theirs, &ours), ("ours", &ours, &theirs)] {
            for (key @ (path, id), kind) in all {
                if other.get(key) == Some(kind) {
                    same += 1;
                } else {
                    lines.push(format!("{side} {kind} {path} {id}"));
                }
            }
        }
    }
    if same == 0 {
        return Err("nothing is the same".into());
    }
    Ok(lines.join("\n"))
}
