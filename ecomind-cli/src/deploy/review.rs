//! What will happen to a stack, for people to judge.

use ecomind_constructs::{SourceLocation, template::Template};
use serde_json::Value;

use crate::{
    cloudformation::{ChangeDetail, ChangeSet, ResourceChange, Stack},
    diff::StackDifference,
};

use super::{
    Risk,
    desired::{Desired, is_stateful},
    foreseen::foreseen,
    risk,
};

/// What will happen to one stack.
#[derive(Debug, Clone)]
pub(crate) struct Review {
    /// The id of the stack in the app.
    pub(crate) stack: String,
    /// What CloudFormation calls it.
    pub(crate) name: String,
    /// Such as `create` or `update`.
    pub(crate) operation: &'static str,
    /// Whether CloudFormation said so; else it is read from the templates, because a stack that
    /// this one waits for changes first.
    pub(crate) is_certain: bool,
    pub(crate) changes: Vec<Change>,
    /// What changes beside resources: `tags`, `stack policy`, `termination protection`.
    pub(crate) settings: Vec<&'static str>,
    /// The same as `diff` shows it; none before it is compared.
    pub(crate) difference: Option<StackDifference>,
}

/// What will happen to one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) action: Action,
    pub(crate) logical_id: String,
    pub(crate) resource_type: String,
    /// The construct, for what the app has.
    pub(crate) path: Option<String>,
    pub(crate) location: Option<SourceLocation>,
    /// What changes, such as `Description` or `KeyId, because of Key.Arn`.
    pub(crate) causes: Vec<String>,
    /// Whether the resource holds data.
    pub(crate) is_stateful: bool,
    /// Whether the resource stays when the stack lets go of it.
    pub(crate) is_kept: bool,
    pub(crate) risk: Risk,
}

/// What CloudFormation will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Add,
    Modify,
    /// A new one takes the place of the old one.
    Replace,
    /// The same, if a value that is known only later differs.
    MayReplace,
    Remove,
    Import,
    /// It comes from another stack, or had another logical id.
    Move,
}

impl Review {
    /// What `change_set` will do.
    pub(super) fn of_change_set(
        desired: &Desired<'_>,
        operation: &'static str,
        change_set: &ChangeSet,
    ) -> Self {
        let changes = change_set.changes.iter();
        let changes = changes.map(|change| Change::new(desired, change)).collect();
        Self { is_certain: true, changes, ..Self::empty(desired, operation) }
    }

    /// What a comparison says will happen to a stack that has the template `old`.
    pub(super) fn of_difference(
        desired: &Desired<'_>,
        operation: &'static str,
        difference: StackDifference,
        old: Option<&Template>,
    ) -> Self {
        let changes = foreseen(&difference, old, &desired.template);
        let changes = changes.iter().map(|change| Change::new(desired, change));
        let (changes, difference) = (changes.collect(), Some(difference));
        Self { changes, difference, ..Self::empty(desired, operation) }
    }

    /// That a stack with the template `old` is deleted.
    pub(super) fn of_deletion(
        desired: &Desired<'_>,
        difference: StackDifference,
        old: &Template,
    ) -> Self {
        let changes = foreseen(&difference, Some(old), &Value::Null);
        let changes = changes.iter().map(|change| Change::new(desired, change));
        let (changes, difference) = (changes.collect(), Some(difference));
        Self { is_certain: true, changes, difference, ..Self::empty(desired, "delete") }
    }

    /// No changes yet.
    pub(super) fn empty(desired: &Desired<'_>, operation: &'static str) -> Self {
        Self {
            stack: desired.artifact.id.clone(),
            name: desired.artifact.name.clone(),
            operation,
            is_certain: false,
            changes: Vec::new(),
            settings: Vec::new(),
            difference: None,
        }
    }

    /// Adds what changes beside resources.
    pub(super) fn with_settings(
        mut self,
        desired: &Desired<'_>,
        stack: Option<&Stack>,
        has_policy: bool,
    ) -> Self {
        let Some(stack) = stack else { return self };
        if stack.tags != desired.tags {
            self.settings.push("tags");
        }
        if !has_policy {
            self.settings.push("stack policy");
        }
        if stack.termination_protection != desired.artifact.termination_protection {
            self.settings.push("termination protection");
        }
        self
    }

    /// The highest risk of all changes.
    pub(crate) fn risk(&self) -> Risk {
        let changes = self.changes.iter().map(|change| change.risk);
        let own = if self.settings.is_empty() { Risk::None } else { Risk::Change };
        changes.max().unwrap_or(Risk::None).max(own)
    }
}

impl Change {
    fn new(desired: &Desired<'_>, change: &ResourceChange) -> Self {
        let element = desired.element(&change.logical_id);
        let action = match (change.action.as_str(), change.replacement.as_deref()) {
            ("Add", _) => Action::Add,
            ("Remove", _) => Action::Remove,
            ("Import", _) => Action::Import,
            (_, Some("True")) => Action::Replace,
            (_, Some("Conditional")) => Action::MayReplace,
            _ => Action::Modify,
        };
        let is_kept = change
            .policy
            .as_deref()
            .is_some_and(|it| it.contains("Retain"));
        let mut causes: Vec<String> = Vec::new();
        for cause in change.details.iter().filter_map(cause) {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        let is_stateful = is_stateful(&change.resource_type);
        Self {
            action,
            logical_id: change.logical_id.clone(),
            resource_type: change.resource_type.clone(),
            path: element.map(|element| element.path.to_string()),
            location: element.map(|element| element.location),
            is_stateful,
            is_kept,
            risk: risk::of(action, change, is_stateful, is_kept),
            causes,
        }
    }

    /// Whether data may be lost, or be left where the stack doesn't know of it.
    pub(crate) fn touches_data(&self) -> bool {
        let goes = matches!(self.action, Action::Replace | Action::MayReplace | Action::Remove);
        self.is_stateful && goes
    }
}

/// Values are not among it: they may be secret.
fn cause(detail: &ChangeDetail) -> Option<String> {
    let what = detail
        .name
        .clone()
        .unwrap_or_else(|| detail.attribute.clone());
    if what.is_empty() {
        return None;
    }
    Some(match &detail.cause {
        Some(cause) => format!("{what}, because of {cause}"),
        None => what,
    })
}
