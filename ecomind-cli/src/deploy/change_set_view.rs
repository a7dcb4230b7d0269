//! A change set in the words of a comparison.

use crate::{
    cloudformation::{ChangeDetail, ChangeSet, ResourceChange},
    diff::{Action, ChangeSetProperty, ChangeSetResource, ChangeSetView, Verdict},
};

/// What `change_set` says of the stack with this id.
pub(super) fn view(id: &str, change_set: &ChangeSet) -> ChangeSetView {
    let resources = change_set.changes.iter().map(resource).collect();
    ChangeSetView { stack: id.to_owned(), resources, refusal: None }
}

fn resource(change: &ResourceChange) -> ChangeSetResource {
    let action = match change.action.as_str() {
        "Add" => Action::Add,
        "Remove" => Action::Remove,
        "Import" => Action::Import,
        _ => Action::Change,
    };
    let replacement = match change.replacement.as_deref() {
        Some("True") => Verdict::Will,
        Some("Conditional") => Verdict::May,
        _ => Verdict::Wont,
    };
    let properties = change.details.iter().filter_map(property).collect();
    ChangeSetResource { logical_id: change.logical_id.clone(), action, replacement, properties }
}

fn property(detail: &ChangeDetail) -> Option<ChangeSetProperty> {
    if detail.attribute != "Properties" {
        return None;
    }
    let path = match &detail.path {
        Some(path) => path.strip_prefix("/Properties/").unwrap_or(path),
        None => detail.name.as_deref()?,
    };
    let replacement = match detail.recreation.as_deref() {
        Some("Always") => Verdict::Will,
        Some("Conditionally") => Verdict::May,
        _ => Verdict::Wont,
    };
    Some(ChangeSetProperty {
        path: path.split('/').map(str::to_owned).collect(),
        replacement,
        before: detail.before.clone(),
        after: detail.after.clone(),
    })
}
