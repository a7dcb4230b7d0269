//! A resource that goes and one like it that comes: a rename, most likely.

use std::collections::BTreeMap;

use ecomind_constructs::template::canonical;
use serde_json::Value;

use crate::{
    assembly::StackSnapshot,
    diff::{Action, StackDifference, risk::RiskLevel},
};

use super::{Finding, FindingKind};

/// Suggests to keep what is deployed, where a resource goes and one with the same properties
/// comes. References between resources that are renamed together don't make them different.
pub(in crate::diff) fn renames(
    stack: &StackDifference,
    before: &StackSnapshot,
    after: &StackSnapshot,
) -> Vec<Finding> {
    let ids = |action: Action| -> Vec<&str> {
        let resources = stack.resources.iter().filter(|it| it.action == action);
        resources.map(|it| it.logical_id.as_str()).collect()
    };
    let (mut gone, mut come) = (ids(Action::Remove), ids(Action::Add));
    let mut renamed: BTreeMap<&str, &str> = BTreeMap::new();
    // What refers to something renamed is like its successor only once that is known.
    loop {
        let mut candidates: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for id in &come {
            candidates
                .entry(looks(after, id, &BTreeMap::new()))
                .or_default()
                .push(id);
        }
        let known = renamed.len();
        for id in &gone {
            let twins = candidates.get(&looks(before, id, &renamed));
            // Two that look the same can't be told apart.
            if let Some([twin]) = twins.map(Vec::as_slice)
                && !renamed.values().any(|taken| taken == twin)
            {
                renamed.insert(id, twin);
            }
        }
        gone.retain(|id| !renamed.contains_key(id));
        come.retain(|id| !renamed.values().any(|taken| taken == id));
        if renamed.len() == known {
            break;
        }
    }
    let finding = |(old, new): (&&str, &&str)| {
        let (from, to) = (before.path_of(old), after.path_of(new));
        let text = format!(
            "`{}` goes and `{}` comes, and they are the same: it looks like a rename",
            from.unwrap_or(old),
            to.unwrap_or(new)
        );
        let below = |path: &str| path.split_once('/').map(|(_, below)| below.to_owned());
        let way = match (from.and_then(below), to.and_then(below)) {
            (Some(from), Some(to)) => {
                let (from, to) = without_common_end(&from, &to);
                format!("`moved({from:?}, {to:?})` on the stack keeps what is deployed")
            }
            _ => "keep the logical id, and nothing is deleted".to_owned(),
        };
        Finding::new(FindingKind::Rename, RiskLevel::Low, Some(new), text).way_out(way)
    };
    renamed.iter().map(finding).collect()
}

/// `Orders/Resource` and `Queues/Orders/Resource` moved as `Orders` and `Queues/Orders`.
fn without_common_end<'a>(from: &'a str, to: &'a str) -> (&'a str, &'a str) {
    let strip = |path: &'a str| path.strip_suffix("/Resource").unwrap_or(path);
    if from.ends_with("/Resource") && to.ends_with("/Resource") {
        (strip(from), strip(to))
    } else {
        (from, to)
    }
}

/// What a resource looks like: everything about it but the constructs in its metadata, with the
/// new ids of what is renamed.
fn looks(stack: &StackSnapshot, logical_id: &str, renamed: &BTreeMap<&str, &str>) -> String {
    let Some(resource) = stack.template.resource(logical_id) else { return String::new() };
    let properties = resource
        .entry
        .get("Properties")
        .map(canonical)
        .unwrap_or_default();
    format!("{} {}", resource.type_name, with_ids(&properties, renamed))
}

fn with_ids(value: &Value, renamed: &BTreeMap<&str, &str>) -> Value {
    let new = |id: &str| {
        renamed
            .get(id)
            .map_or_else(|| id.to_owned(), |new| (*new).to_owned())
    };
    match value {
        Value::Array(items) => items.iter().map(|item| with_ids(item, renamed)).collect(),
        Value::Object(map) => {
            let entry = |(name, value): (&String, &Value)| {
                let value = match (name.as_str(), value) {
                    ("Ref", Value::String(id)) => new(id).into(),
                    ("Fn::GetAtt", Value::Array(items)) => {
                        let mut items = items.clone();
                        if let Some(Value::String(id)) = items.first_mut() {
                            *id = new(id);
                        }
                        Value::Array(items)
                    }
                    _ => with_ids(value, renamed),
                };
                (name.clone(), value)
            };
            map.iter().map(entry).collect()
        }
        scalar => scalar.clone(),
    }
}
