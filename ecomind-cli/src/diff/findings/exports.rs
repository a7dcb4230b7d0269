//! Exports that other stacks import, which keep their stack from changing.

use ecomind_constructs::template::{Reference, canonical, visit_references};
use serde_json::Value;

use crate::{
    assembly::StackSnapshot,
    diff::{StackDifference, Verdict, risk::RiskLevel},
};

use super::{Finding, FindingKind};

/// Exports that go, or whose value changes, while another stack imports them.
///
/// CloudFormation refuses both: "Export … cannot be deleted/updated as it is in use by …".
/// AWS: [`Fn::ImportValue`](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html)
pub(in crate::diff) fn exports_in_use(
    index: usize,
    stack: &mut StackDifference,
    before: &[Option<&StackSnapshot>],
    after: &[Option<&StackSnapshot>],
) {
    let Some(old) = before[index] else { return };
    let new_exports = after[index].map(exports).unwrap_or_default();
    for (name, value) in exports(old) {
        let now = new_exports.iter().find(|(known, _)| *known == name);
        let event = match now {
            None => "goes",
            Some((_, new)) if *new != value => "changes",
            Some(_) if reads_replaced(&value, stack) => "changes, as what it reads is replaced",
            Some(_) => continue,
        };
        // Who imports it now is deployed after this stack, and still holds on to it.
        let users: Vec<&str> = before
            .iter()
            .flatten()
            .filter(|other| imports(other, &name))
            .map(|other| other.id.as_str())
            .collect();
        if users.is_empty() {
            continue;
        }
        let shown = name
            .as_str()
            .map_or_else(|| name.to_string(), str::to_owned);
        let text = format!(
            "the export `{shown}` {event}, and {} imports it: CloudFormation refuses that",
            users.join(", ")
        );
        let known = stack.findings.iter().any(|finding| finding.text == text);
        if !known {
            stack.findings.push(
                Finding::new(FindingKind::Refused, RiskLevel::High, None, text).way_out(
                    "read it weakly (`Fn::GetStackOutput`) first: deploy the readers with \
                     `Strength::Both`, then drop the export",
                ),
            );
        }
    }
}

/// The names and values of what a stack exports.
fn exports(stack: &StackSnapshot) -> Vec<(Value, Value)> {
    let outputs = stack.template.section("Outputs").and_then(Value::as_object);
    let export = |output: &Value| {
        let name = output.get("Export")?.get("Name")?;
        Some((canonical(name), canonical(output.get("Value")?)))
    };
    outputs
        .into_iter()
        .flat_map(serde_json::Map::values)
        .filter_map(export)
        .collect()
}

fn imports(stack: &StackSnapshot, name: &Value) -> bool {
    let mut found = false;
    for section in ["Resources", "Outputs", "Conditions"] {
        let Some(section) = stack.template.section(section) else { continue };
        visit_references(section, &mut |reference| {
            if let Reference::Import { name: imported } = reference {
                found |= canonical(imported) == *name;
            }
        });
    }
    found
}

fn reads_replaced(value: &Value, stack: &StackDifference) -> bool {
    let mut found = false;
    visit_references(value, &mut |reference| {
        if let Reference::Element { logical_id, .. } = reference {
            let resource = stack.resource(logical_id);
            found |= resource.is_some_and(|it| it.replacement == Verdict::Will);
        }
    });
    found
}
