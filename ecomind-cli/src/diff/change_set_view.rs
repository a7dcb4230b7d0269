//! What CloudFormation itself says of a change, put on top of what the templates say.

use super::{
    Action, DecidedBy, Finding, FindingKind, PropertyDifference, Reason, Resolved,
    ResourceDifference, StackDifference, Verdict, resource, risk::RiskLevel,
};
use crate::assembly::StackSnapshot;

/// What CloudFormation says of one stack in a change set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeSetView {
    /// The id of the stack in the app.
    pub stack: String,
    /// The resources that it would do something about.
    pub resources: Vec<ChangeSetResource>,
    /// Why it makes no change set, in its own words.
    pub refusal: Option<String>,
}

/// What CloudFormation would do about one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSetResource {
    /// What the template calls it.
    pub logical_id: String,
    /// What happens to it.
    pub action: Action,
    /// Whether a new one takes its place.
    pub replacement: Verdict,
    /// The properties that change.
    pub properties: Vec<ChangeSetProperty>,
}

/// One value that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSetProperty {
    /// The way to it, such as `Tags`, `0`, `Value`.
    pub path: Vec<String>,
    /// Whether it replaces the resource.
    pub replacement: Verdict,
    /// What was there, where CloudFormation says it.
    pub before: Option<String>,
    /// What is to be there, where CloudFormation says it.
    pub after: Option<String>,
}

/// Puts what a change set says on top of what the templates say. What follows from a replacement is found
/// afterwards, so that it follows from these verdicts.
pub(super) fn merge(
    stack: &mut StackDifference,
    view: &ChangeSetView,
    after: Option<&StackSnapshot>,
) {
    if let Some(refusal) = &view.refusal {
        let refusal = refusal.clone();
        let finding = Finding::new(FindingKind::Refused, RiskLevel::High, None, refusal);
        return stack.findings.push(finding);
    }
    for difference in &mut stack.resources {
        let said = view
            .resources
            .iter()
            .find(|it| it.logical_id == difference.logical_id);
        match (said, difference.action) {
            (Some(said), Action::Add) if said.action == Action::Import => {
                difference.action = Action::Import;
            }
            (Some(said), Action::Change) => settle(difference, said),
            (None, Action::Add | Action::Remove) => {
                difference.because(stays(None, "CloudFormation does nothing about it"));
            }
            (None, Action::Change) if is_about_values(difference) => {
                overrule(difference, "CloudFormation finds nothing to change in it");
            }
            _ => {}
        }
    }
    // What is the same in the template and changes all the same: a parameter has another value, or
    // something that it refers to changes.
    let is_new = |said: &&ChangeSetResource| stack.resource(&said.logical_id).is_none();
    let new: Vec<&ChangeSetResource> = view.resources.iter().filter(is_new).collect();
    for said in new {
        let Some(after) = after else { continue };
        let Some(found) = after.template.resource(&said.logical_id) else { continue };
        let mut difference = resource::of(found, after, said.action);
        settle(&mut difference, said);
        stack.resources.push(difference);
    }
}

fn is_about_values(difference: &ResourceDifference) -> bool {
    !difference.properties.is_empty() || Verdict::Wont < difference.replacement
}

fn settle(difference: &mut ResourceDifference, said: &ChangeSetResource) {
    let cause = said
        .properties
        .iter()
        .filter(|it| Verdict::Wont < it.replacement)
        .max_by_key(|it| it.replacement);
    let property = cause.and_then(|it| it.path.first()).cloned();
    match said.replacement {
        Verdict::Will => difference.because(Reason {
            verdict: Verdict::Will,
            text: match &property {
                Some(_) => "replaces it, as CloudFormation says".to_owned(),
                None => "CloudFormation says so".to_owned(),
            },
            property,
            decided_by: DecidedBy::ChangeSet,
        }),
        // What is sure from the templates is no less sure when CloudFormation looks later.
        Verdict::May if difference.replacement == Verdict::Will => {}
        Verdict::May => difference.because(Reason {
            verdict: Verdict::May,
            property,
            text: "CloudFormation knows only at deployment whether its value changes".to_owned(),
            decided_by: DecidedBy::ChangeSet,
        }),
        Verdict::Wont => overrule(difference, "CloudFormation updates it in place"),
    }
    said.properties
        .iter()
        .for_each(|property| value(difference, property));
}

/// CloudFormation says that nothing replaces the resource. What the templates made of it is named,
/// so that nobody wonders which of the two counts.
fn overrule(difference: &mut ResourceDifference, says: &str) {
    let overruled = difference
        .reasons
        .iter()
        .find(|it| Verdict::Wont < it.verdict);
    let reason = match overruled {
        None => stays(None, says),
        Some(Reason { property, decided_by, .. }) => {
            let text = format!("replaces it by the {decided_by}, and {says}");
            stays(property.clone(), &text)
        }
    };
    difference.reasons.retain(|it| it.verdict == Verdict::Wont);
    difference.replacement = Verdict::Wont;
    for property in &mut difference.properties {
        property.replacement = Verdict::Wont;
    }
    difference.because(reason);
}

fn stays(property: Option<String>, text: &str) -> Reason {
    let (verdict, decided_by) = (Verdict::Wont, DecidedBy::ChangeSet);
    Reason { verdict, property, text: text.to_owned(), decided_by }
}

/// Puts the values that CloudFormation knows beside those of the templates.
fn value(difference: &mut ResourceDifference, said: &ChangeSetProperty) {
    let is_same = said.before == said.after;
    if is_same || said.path.is_empty() {
        return;
    }
    let resolved = Resolved { before: said.before.clone(), after: said.after.clone() };
    let mut known = difference
        .properties
        .iter_mut()
        .filter(|it| is_at(it, &said.path));
    match (known.next(), known.next()) {
        // A literal is what it is.
        (Some(only), None) if is_known(only) => {}
        (Some(only), None) => only.resolved = Some(resolved),
        (Some(_), Some(_)) => {}
        (None, _) => {
            let is_told = |it: &PropertyDifference| it.schema_path.first() == said.path.first();
            if !difference.properties.iter().any(is_told) {
                difference.properties.push(PropertyDifference {
                    path: said.path.join("/"),
                    schema_path: said.path.iter().map(|it| schema_name(it)).collect(),
                    before: said.before.clone().map(Into::into),
                    after: said.after.clone().map(Into::into),
                    resolved: None,
                    replacement: said.replacement,
                });
            }
        }
    }
}

fn is_at(difference: &PropertyDifference, path: &[String]) -> bool {
    let same = |(own, other): (&String, &String)| *own == schema_name(other);
    difference.schema_path.len() == path.len() && difference.schema_path.iter().zip(path).all(same)
}

/// An item of a list goes by its number, and by `*` in the schema.
fn schema_name(part: &str) -> String {
    let is_number = !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    if is_number { "*".to_owned() } else { part.to_owned() }
}

fn is_known(difference: &PropertyDifference) -> bool {
    let sides = [&difference.before, &difference.after];
    sides
        .into_iter()
        .flatten()
        .all(|value| !value.is_object() && !value.is_array())
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::template::Template;

    use crate::diff::{Difference, compare_with_change_sets};

    use super::*;

    fn queues(names: &[(&str, &str)]) -> StackSnapshot {
        let queues = names.iter().map(|(id, name)| {
            format!(
                r#""{id}": {{"Type": "AWS::SQS::Queue", "Properties": {{"QueueName": {name}}}}}"#
            )
        });
        let queues: Vec<_> = queues.collect();
        let text = format!(
            r#"{{"Parameters": {{"P": {{"Type": "String"}}}}, "Resources": {{{}}}}}"#,
            queues.join(",")
        );
        StackSnapshot::of_template("Data", Template::from_json(&text).unwrap())
    }

    fn view(replacement: Verdict, before: &str, after: &str) -> ChangeSetView {
        let property = ChangeSetProperty {
            path: vec!["QueueName".to_owned()],
            replacement,
            before: Some(before.to_owned()),
            after: Some(after.to_owned()),
        };
        let resource = ChangeSetResource {
            logical_id: "Q".to_owned(),
            action: Action::Change,
            replacement,
            properties: vec![property],
        };
        ChangeSetView { stack: "Data".to_owned(), resources: vec![resource], refusal: None }
    }

    fn reasons(difference: &Difference) -> String {
        let queue = difference.stacks[0].resource("Q").unwrap();
        let mut lines = vec![queue.replacement.name().to_owned()];
        let reasons = queue.reasons.iter();
        lines.extend(reasons.map(|it| format!("{} [{}]", it.text, it.decided_by)));
        lines.join("\n")
    }

    #[test]
    fn cloudformation_decides_what_the_templates_leave_open() {
        let (before, after) = (queues(&[("Q", r#""a""#)]), queues(&[("Q", r#"{"Ref": "P"}"#)]));
        let sides = (&[before][..], &[after][..]);
        let with = |view: &[ChangeSetView]| compare_with_change_sets(sides.0, sides.1, view);
        assert_eq!(with(&[]).stacks[0].resources[0].replacement, Verdict::May);
        insta::assert_snapshot!(reasons(&with(&[view(Verdict::Will, "a", "b")])), @"
        will
        is set when the resource is created, and never again; whether its value changes is known only at deployment [schema]
        replaces it, as CloudFormation says [change set]
        ");
        insta::assert_snapshot!(reasons(&with(&[view(Verdict::Wont, "a", "a")])), @"
        wont
        replaces it by the schema, and CloudFormation updates it in place [change set]
        ");
        let resolved = &with(&[view(Verdict::Will, "a", "b")]);
        let property = &resolved.stacks[0].resources[0].properties[0];
        assert_eq!(property.resolved.as_ref().unwrap().after.as_deref(), Some("b"));
    }

    #[test]
    fn what_no_template_says_comes_from_cloudformation_alone() {
        let same = [queues(&[("Q", r#"{"Ref": "P"}"#)])];
        let difference = compare_with_change_sets(&same, &same, &[view(Verdict::Will, "a", "b")]);
        let queue = difference.stacks[0].resource("Q").unwrap();
        assert_eq!((queue.replacement, queue.properties.len()), (Verdict::Will, 1));
        assert!(compare_with_change_sets(&same, &same, &[ChangeSetView::default()]).is_empty());
    }

    #[test]
    fn a_refusal_wants_a_decision() {
        let same = [queues(&[("Q", r#""a""#)])];
        let refusal = Some("Template error: no such thing".to_owned());
        let view = ChangeSetView { stack: "Data".to_owned(), refusal, ..ChangeSetView::default() };
        let difference = compare_with_change_sets(&same, &same, &[view]);
        assert_eq!(difference.risk.level, RiskLevel::High);
    }
}
