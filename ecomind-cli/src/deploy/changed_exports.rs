//! Exports whose value changes while others import them.

use ecomind_constructs::template::{Reference, visit_references};
use serde_json::Value;

use super::{
    Problem,
    prepare::Prepared,
    review::{Action, Change},
    target::Target,
};

/// Finds exports that others import and whose value changes, because the resource that it comes from
/// is replaced. CloudFormation finds out only when the new resource is made, and rolls that back.
///
/// AWS: [`Fn::ImportValue`](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html)
pub(super) async fn check(
    targets: &[Target<'_>],
    prepared: &[Prepared],
) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    for (target, prepared) in targets.iter().zip(prepared) {
        problems.extend(of_stack(target, prepared).await?);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

async fn of_stack(target: &Target<'_>, prepared: &Prepared) -> Result<Vec<Problem>, Vec<Problem>> {
    let mut problems = Vec::new();
    let (Some(review), Some(stack)) = (&prepared.review, &prepared.found.stack) else {
        return Ok(problems);
    };
    let changes = review.changes.iter();
    let replaced: Vec<&Change> = changes.filter(|it| it.action == Action::Replace).collect();
    for output in &stack.outputs {
        let Some(export) = &output.export else { continue };
        let wanted = &target.desired.template["Outputs"][&output.key];
        // One that goes is another matter, and can be waited for.
        if wanted["Export"].is_null() {
            continue;
        }
        let Some(change) = replaced.iter().find(|it| reads(&wanted["Value"], it)) else { continue };
        let importers = target.cloud.importers(export).await;
        let importers = importers.map_err(|error| vec![Problem::of(target.id(), &error)])?;
        if !importers.is_empty() {
            problems.push(problem(target, export, &importers, change));
        }
    }
    Ok(problems)
}

fn reads(value: &Value, change: &Change) -> bool {
    let mut reads = false;
    visit_references(value, &mut |reference| {
        if let Reference::Element { logical_id, .. } = reference {
            reads |= logical_id == change.logical_id;
        }
    });
    reads
}

fn problem(target: &Target<'_>, export: &str, importers: &[String], change: &Change) -> Problem {
    let importers: Vec<_> = importers.iter().map(|name| format!("`{name}`")).collect();
    let mut problem = Problem::new(format!(
        "`{}` would change the export `{export}`, which {} imports",
        target.id(),
        importers.join(", ")
    ))
    .detail(format!("`{}` is replaced, and its export has another value then", change.logical_id))
    .hint(
        "make the reference weak first (`Strength::Weak`), deploy that, and then make this change; \
         another team's stack must stop importing first",
    );
    problem.location = change.location;
    problem
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::deploy::Risk;

    use super::*;

    #[test]
    fn a_value_reads_what_it_refers_to_and_nothing_else() {
        let change = Change {
            action: Action::Replace,
            logical_id: "Topic".to_owned(),
            resource_type: "AWS::SNS::Topic".to_owned(),
            path: None,
            location: None,
            causes: Vec::new(),
            is_stateful: false,
            is_kept: false,
            risk: Risk::Change,
        };
        assert!(reads(&json!({"Fn::Join": ["", ["x", {"Ref": "Topic"}]]}), &change));
        assert!(reads(&json!({"Fn::Sub": "${Topic.TopicName}"}), &change));
        assert!(!reads(&json!({"Ref": "Topics"}), &change));
        assert!(!reads(&json!("Topic"), &change));
    }
}
