//! Exports that a stack would lose while others import them.

use std::collections::BTreeSet;

use ecomind_constructs::synth::StackArtifact;
use serde_json::{Map, Value};

use crate::deploy::{
    Problem,
    names::bring_references,
    survey::{Found, Situation},
    target::{Target, is_after},
};

/// Exports that a stack would lose while others import them.
pub(super) struct Held {
    /// The stack.
    pub(super) target: usize,
    /// Its outputs with these exports.
    outputs: Vec<String>,
    /// Those who import them, and won't any more.
    pub(super) importers: BTreeSet<usize>,
}

/// What must be kept until others are deployed. An error when somebody goes on importing it.
pub(super) async fn held(
    targets: &[Target<'_>],
    found: &[Found],
) -> Result<Vec<Held>, Vec<Problem>> {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for (index, (target, found)) in targets.iter().zip(found).enumerate() {
        match held_by(targets, index, target, found).await {
            Ok(held) if held.outputs.is_empty() => {}
            Ok(held) => all.push(held),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

impl Held {
    /// Whether somebody who imports waits for the stack, so that it can't simply be deployed last.
    pub(super) fn needs_step(&self, targets: &[Target<'_>]) -> bool {
        let waits = |&importer: &usize| is_after(targets, importer, &|it| it == self.target);
        self.importers.iter().any(waits)
    }

    /// The stack as it should be, with the exports and what they refer to as they are deployed.
    pub(super) fn kept(&self, target: &Target<'_>, found: &Found) -> StackArtifact {
        let deployed: Value = found
            .template
            .as_deref()
            .and_then(|template| serde_json::from_str(template).ok())
            .unwrap_or_default();
        let mut template = target.desired.template.clone();
        if !template["Outputs"].is_object() {
            template["Outputs"] = Value::Object(Map::new());
        }
        for name in &self.outputs {
            let output = deployed["Outputs"][name].clone();
            bring_references(&mut template, &deployed, &output);
            template["Outputs"][name] = output;
        }
        let mut artifact = target.desired.artifact.clone();
        artifact.template = pretty(&template);
        artifact
    }
}

/// A template as text.
pub(super) fn pretty(template: &Value) -> String {
    let text = serde_json::to_string_pretty(template);
    text.expect("keys are strings, so it is JSON") + "\n"
}

async fn held_by(
    targets: &[Target<'_>],
    index: usize,
    target: &Target<'_>,
    found: &Found,
) -> Result<Held, Problem> {
    let mut held = Held { target: index, outputs: Vec::new(), importers: BTreeSet::new() };
    let Some(stack) = found
        .stack
        .as_ref()
        .filter(|_| found.situation == Situation::Changed)
    else {
        return Ok(held);
    };
    let outputs = target.desired.template["Outputs"].as_object();
    let kept: BTreeSet<String> = outputs
        .into_iter()
        .flat_map(|outputs| outputs.values())
        .filter_map(|output| text(&output["Export"]["Name"], target.name()))
        .collect();
    for output in &stack.outputs {
        let Some(export) = output.export.as_ref().filter(|it| !kept.contains(*it)) else {
            continue;
        };
        let importers = target.cloud.importers(export).await;
        let importers = importers.map_err(|error| Problem::of(target.id(), &error))?;
        for name in &importers {
            let is_it = |other: &Target<'_>| {
                other.name() == name && other.desired.place() == target.desired.place()
            };
            let importer = targets.iter().position(is_it);
            match importer {
                None => return Err(stranger(target, export, name)),
                Some(other) if imports(&targets[other].desired.template, export, name) => {
                    return Err(goes_on(target, export, &targets[other]));
                }
                Some(other) => held.importers.insert(other),
            };
        }
        if !importers.is_empty() {
            held.outputs.push(output.key.clone());
        }
    }
    Ok(held)
}

fn stranger(target: &Target<'_>, export: &str, importer: &str) -> Problem {
    let id = target.id();
    let text = format!("`{id}` would lose the export `{export}`, which `{importer}` imports");
    let mut problem = Problem::new(text).hint(
        "if that is a stack of this app, deploy it in the same command; if it is another team's, it \
         must stop importing first",
    );
    problem.location = Some(target.desired.artifact.location);
    problem
}

fn goes_on(target: &Target<'_>, export: &str, importer: &Target<'_>) -> Problem {
    let (id, other) = (target.id(), importer.id());
    let text =
        format!("`{id}` would lose the export `{export}`, and `{other}` goes on importing it");
    let mut problem = Problem::new(text)
        .hint("take the import away, or refer to the construct, which makes the export");
    problem.location = Some(importer.desired.artifact.location);
    problem
}

/// Whether a template imports `export`.
fn imports(value: &Value, export: &str, stack: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| imports(item, export, stack)),
        Value::Object(map) => map.iter().any(|(key, value)| {
            if key == "Fn::ImportValue" {
                return text(value, stack).as_deref() == Some(export);
            }
            imports(value, export, stack)
        }),
        _ => false,
    }
}

/// What a name comes to, where only the name of its stack has to be known.
fn text(value: &Value, stack: &str) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(map) => {
            let text = map
                .get("Fn::Sub")?
                .as_str()?
                .replace("${AWS::StackName}", stack);
            (!text.contains("${")).then_some(text)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_with_the_name_of_the_stack_are_known() {
        assert_eq!(text(&json!("a:b"), "shop").as_deref(), Some("a:b"));
        let sub = json!({"Fn::Sub": "${AWS::StackName}:Key"});
        assert_eq!(text(&sub, "shop").as_deref(), Some("shop:Key"));
        assert_eq!(text(&json!({"Fn::Sub": "${Other}"}), "shop"), None);
    }

    #[test]
    fn an_import_is_found_wherever_it_is() {
        let template = json!({"Resources": {"A": {"Properties": {
            "Key": {"Fn::Join": ["", ["x", {"Fn::ImportValue": "shop:Key"}]]},
        }}}});
        assert!(imports(&template, "shop:Key", "work"));
        assert!(!imports(&template, "shop:Other", "work"));
    }
}
