//! Drift, as text and as JSON.

use serde_json::{Value, json};

use crate::deploy::{Drift, DriftedResource, StackDrift};

use super::units;

/// What has drifted, for people; nothing for stacks that have not.
pub(super) fn text(drift: &Drift) -> String {
    let drifted = drift
        .stacks
        .iter()
        .filter(|stack| !stack.resources.is_empty());
    drifted.map(stack_text).collect()
}

/// How much there is, in one line.
pub(super) fn summary(drift: &Drift) -> String {
    let resources = || drift.stacks.iter().flat_map(|stack| &stack.resources);
    let accepted = resources().filter(|it| it.is_accepted()).count();
    let drifted = resources().count() - accepted;
    let unchecked: usize = drift.stacks.iter().map(|stack| stack.unchecked).sum();
    let stacks = units::count(drift.stacks.len(), "stack");
    let more = |count: usize, what: &str| {
        if count == 0 { String::new() } else { format!(", {count} {what}") }
    };
    let drifted = units::count(drifted, "resource");
    let accepted = more(accepted, "accepted");
    let unchecked = more(unchecked, "that CloudFormation can't look at");
    format!("{stacks}, {drifted} drifted{accepted}{unchecked}")
}

/// What has drifted, for programs.
pub(super) fn as_json(environment: &str, drift: &Drift) -> Value {
    let stack = |it: &StackDrift| {
        json!({
            "stack": it.stack,
            "resources": it.resources.iter().map(resource_json).collect::<Vec<_>>(),
            "unchecked": it.unchecked,
            "reason": it.reason,
        })
    };
    json!({
        "environment": environment,
        "stacks": drift.stacks.iter().map(stack).collect::<Vec<_>>(),
        "unused": drift.unused,
    })
}

fn stack_text(stack: &StackDrift) -> String {
    let mut lines = vec![stack.stack.clone()];
    for resource in &stack.resources {
        let accepted = |reason: &Option<String>| {
            reason
                .as_ref()
                .map(|reason| format!("  (accepted: {reason})"))
                .unwrap_or_default()
        };
        let parts = [
            Some(format!("{} {}", sign(resource), resource.logical_id)),
            Some(resource.resource_type.clone()),
            resource.path.clone(),
            resource.is_deleted.then(|| "is gone".to_owned()),
            resource.location.map(|location| format!("--> {location}")),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        lines.push(parts.join("  ") + &accepted(&resource.accepted));
        for it in &resource.properties {
            let change = format!("      {}: {} -> {}", it.path, it.expected, it.actual);
            lines.push(change + &accepted(&it.accepted));
        }
    }
    if let Some(reason) = &stack.reason {
        lines.push(format!("  not everything could be looked at: {reason}"));
    }
    lines.join("\n") + "\n"
}

fn sign(resource: &DriftedResource) -> &'static str {
    if resource.is_deleted { "(-)" } else { "(|)" }
}

fn resource_json(resource: &DriftedResource) -> Value {
    let properties = resource.properties.iter().map(|it| {
        json!({
            "path": it.path,
            "expected": it.expected,
            "actual": it.actual,
            "accepted": it.accepted,
        })
    });
    json!({
        "logicalId": resource.logical_id,
        "physicalId": resource.physical_id,
        "type": resource.resource_type,
        "path": resource.path,
        "source": resource.location.map(|location| location.to_string()),
        "status": if resource.is_deleted { "deleted" } else { "modified" },
        "accepted": resource.accepted,
        "properties": properties.collect::<Vec<_>>(),
    })
}
