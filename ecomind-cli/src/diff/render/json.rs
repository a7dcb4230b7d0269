//! For machines: `docs/diff.schema.json` describes it.

use serde_json::{Value, json};

use crate::{
    diff::{
        Comparison, Cost, DecidedBy, Exposed, ExposureChange, Finding, Grant, Presence,
        PropertyDifference, Reason, ResourceDifference, Risk, Rule, SectionDifference,
        StackDifference,
    },
    money::Money,
};

/// The version of the format. It grows when something that was there changes or goes.
pub const JSON_VERSION: u64 = 1;

/// The differences as a document.
pub fn json(comparisons: &[Comparison]) -> Value {
    let environments: Vec<_> = comparisons.iter().map(comparison).collect();
    json!({"version": JSON_VERSION, "environments": environments})
}

fn comparison(comparison: &Comparison) -> Value {
    let Comparison { environment, against, difference } = comparison;
    let (more, unpriced) = difference.cost();
    json!({
        "environment": environment,
        "against": against,
        "changed": !difference.is_empty(),
        "risk": risk(&difference.risk),
        "monthlyCost": {"more": dollars(more), "notPriced": unpriced},
        "stacks": each(&difference.stacks, stack),
    })
}

fn stack(stack: &StackDifference) -> Value {
    json!({
        "id": stack.id,
        "name": stack.name,
        "region": stack.region,
        "presence": match stack.presence {
            Presence::Added => "added",
            Presence::Removed => "removed",
            Presence::Kept => "kept",
        },
        "changed": !stack.is_empty(),
        "risk": risk(&stack.risk),
        "resources": each(&stack.resources, resource),
        "sections": each(&stack.sections, section),
        "exposure": each(&stack.exposure, exposure),
        "findings": each(&stack.findings, finding),
    })
}

fn resource(resource: &ResourceDifference) -> Value {
    json!({
        "logicalId": resource.logical_id,
        "type": resource.type_name,
        "path": resource.path,
        "movedFrom": resource.moved_from,
        "source": resource.location,
        "action": resource.action.name(),
        "replacement": resource.replacement.name(),
        "decidedBy": resource.decided_by().map(DecidedBy::name),
        "reasons": each(&resource.reasons, reason),
        "properties": each(&resource.properties, property),
        "attributes": each(&resource.attributes, property),
        "monthlyCost": match resource.cost {
            Cost::NotPriced => Value::Null,
            Cost::Monthly { before, after } => json!({"before": dollars(before), "after": dollars(after)}),
        },
    })
}

/// A number of dollars with cents.
fn dollars(amount: Money) -> Value {
    amount
        .rounded()
        .to_string()
        .parse::<f64>()
        .map_or(Value::Null, Value::from)
}

fn reason(reason: &Reason) -> Value {
    json!({
        "verdict": reason.verdict.name(),
        "property": reason.property,
        "text": reason.text,
        "decidedBy": reason.decided_by.name(),
    })
}

fn property(property: &PropertyDifference) -> Value {
    json!({
        "path": property.path,
        "before": property.before,
        "after": property.after,
        "resolved": property.resolved.as_ref().map(|it| json!({"before": it.before, "after": it.after})),
        "replacement": property.replacement.name(),
    })
}

fn section(section: &SectionDifference) -> Value {
    json!({
        "section": section.section,
        "name": section.name,
        "before": section.before,
        "after": section.after,
    })
}

fn exposure(change: &ExposureChange) -> Value {
    let what = match &change.what {
        Exposed::Grant(Grant { allow, scope, principal, action, resource, condition }) => json!({
            "effect": if *allow { "Allow" } else { "Deny" },
            "policyOf": scope,
            "principal": principal.to_string(),
            "action": action.to_string(),
            "resource": resource.to_string(),
            "condition": condition,
        }),
        Exposed::Rule(Rule { group, ingress, allow, protocol, ports, peer }) => json!({
            "group": group,
            "direction": if *ingress { "ingress" } else { "egress" },
            "allow": allow,
            "protocol": protocol,
            "ports": ports,
            "peer": peer,
        }),
        Exposed::ManagedPolicy { principal, policy } => {
            json!({"principal": principal, "managedPolicy": policy})
        }
        Exposed::Setting { property, says } => json!({"property": property, "says": says}),
    };
    json!({
        "kind": change.kind.name(),
        "direction": change.direction.name(),
        "level": change.level.name(),
        "logicalId": change.logical_id,
        "text": change.sentence(),
        "what": what,
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "kind": finding.kind.name(),
        "level": finding.level.name(),
        "logicalId": finding.logical_id,
        "text": finding.text,
        "waysOut": finding.ways_out,
    })
}

fn risk(risk: &Risk) -> Value {
    let reasons = risk.reasons.iter();
    let reasons = reasons.map(|(level, text)| json!({"level": level.name(), "text": text}));
    json!({"level": risk.level.name(), "reasons": reasons.collect::<Vec<_>>()})
}

fn each<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    items.iter().map(one).collect()
}
