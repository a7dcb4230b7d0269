//! A comparison in the words of a change set, for a stack whose change set can't be made yet.

use ecomind_constructs::template::Template;
use serde_json::Value;

use crate::{
    cloudformation::{ChangeDetail, ResourceChange},
    diff::{Action, ResourceDifference, StackDifference, Verdict},
};

/// What happens to each resource of a stack that has the template `old`, and gets `new`. What only
/// moves in the code is nothing to CloudFormation.
pub(super) fn foreseen(
    difference: &StackDifference,
    old: Option<&Template>,
    new: &Value,
) -> Vec<ResourceChange> {
    let resources = difference.resources.iter();
    resources
        .filter(|it| it.action != Action::Move)
        .map(|it| change(it, old, new))
        .collect()
}

fn change(difference: &ResourceDifference, old: Option<&Template>, new: &Value) -> ResourceChange {
    let id = difference.logical_id.as_str();
    let deployed = |name: &str| {
        old?.resource(id)?
            .entry
            .get(name)?
            .as_str()
            .map(str::to_owned)
    };
    let wanted = |name: &str| new["Resources"][id][name].as_str().map(str::to_owned);
    let (action, replacement, policy) = match (difference.action, difference.replacement) {
        (Action::Add, _) => ("Add", None, None),
        (Action::Import, _) => ("Import", None, None),
        (Action::Remove, _) => ("Remove", None, deployed("DeletionPolicy")),
        (_, Verdict::Will) => ("Modify", Some("True"), wanted("UpdateReplacePolicy")),
        (_, Verdict::May) => ("Modify", Some("Conditional"), wanted("UpdateReplacePolicy")),
        (_, Verdict::Wont) => ("Modify", Some("False"), None),
    };
    ResourceChange {
        action: action.to_owned(),
        logical_id: id.to_owned(),
        resource_type: difference.type_name.clone(),
        replacement: replacement.map(str::to_owned),
        policy,
        details: details(difference),
        ..ResourceChange::default()
    }
}

/// The properties that change, each once, and what replaces the resource beside them.
fn details(difference: &ResourceDifference) -> Vec<ChangeDetail> {
    let own = difference
        .properties
        .iter()
        .filter_map(|it| it.schema_path.first());
    let causes = difference
        .reasons
        .iter()
        .filter_map(|it| it.property.as_deref()?.split('/').next());
    let mut details: Vec<ChangeDetail> = Vec::new();
    for name in own.map(String::as_str).chain(causes) {
        if !details.iter().any(|it| it.name.as_deref() == Some(name)) {
            let (attribute, name) = ("Properties".to_owned(), Some(name.to_owned()));
            details.push(ChangeDetail { attribute, name, ..ChangeDetail::default() });
        }
    }
    details
}

#[cfg(test)]
mod tests {
    use crate::{assembly::StackSnapshot, diff::compare};

    use super::*;

    fn changes(old: &str, new: &str) -> Vec<ResourceChange> {
        let template = |text: &str| Template::from_text(text).unwrap();
        let stack = |text: &str| StackSnapshot::of_template("Data", template(text));
        let difference = compare(&[stack(old)], &[stack(new)]);
        let new = Value::Object(template(new).root().clone());
        foreseen(&difference.stacks[0], Some(&template(old)), &new)
    }

    #[test]
    fn a_create_only_property_replaces() {
        let queue = |name: &str| {
            format!(
                "Resources: {{Q: {{Type: AWS::SQS::Queue, Properties: {{QueueName: {name}}}}}}}"
            )
        };
        let [renamed] = &changes(&queue("a"), &queue("b"))[..] else { panic!("one change") };
        assert_eq!(renamed.replacement.as_deref(), Some("True"));
        assert_eq!(renamed.details[0].name.as_deref(), Some("QueueName"));
        assert_eq!(changes(&queue("a"), &queue("a")), []);
    }

    #[test]
    fn what_is_retained_is_said() {
        let old = "Resources: {B: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}}";
        let changes = changes(old, "Resources: {}");
        assert_eq!(changes[0].action, "Remove");
        assert_eq!(changes[0].policy.as_deref(), Some("Retain"));
    }
}
