//! Stacks as CloudFormation describes them.

use std::{collections::BTreeMap, fmt};

use indexmap::IndexMap;

/// A stack.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stack {
    pub(crate) id: String,
    pub(crate) status: StackStatus,
    pub(crate) status_reason: Option<String>,
    /// Milliseconds since 1970 of the last change, or else of its creation.
    pub(crate) changed: i64,
    /// Values of those with `NoEcho` are masked by CloudFormation.
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) termination_protection: bool,
    pub(crate) role_arn: Option<String>,
    pub(crate) notification_arns: Vec<String>,
    /// The id of the change set that made it what it is, if one did.
    pub(crate) change_set: Option<String>,
}

/// An output of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) description: Option<String>,
    pub(crate) export: Option<String>,
}

/// A value that a stack exports to others of its account and region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Export {
    pub(crate) name: String,
    /// The name of the stack.
    pub(crate) stack: String,
}

/// A resource of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StackResource {
    pub(crate) logical_id: String,
    pub(crate) physical_id: Option<String>,
    pub(crate) resource_type: String,
    pub(crate) status: String,
}

/// The status of a stack, such as `UPDATE_COMPLETE`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StackStatus(String);

impl Stack {
    /// The name of the change set that made it what it is: `arn:…:changeSet/NAME/UUID`.
    pub(crate) fn change_set_name(&self) -> Option<&str> {
        self.change_set.as_deref()?.split('/').nth(1)
    }

    /// Its outputs by their keys.
    pub(crate) fn output_values(&self) -> IndexMap<String, String> {
        self.outputs
            .iter()
            .map(|output| (output.key.clone(), output.value.clone()))
            .collect()
    }
}

impl StackStatus {
    /// The status of this name.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// What CloudFormation calls it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether something changes the stack right now. A change set under review changes nothing.
    pub(crate) fn is_in_progress(&self) -> bool {
        self.0.ends_with("_IN_PROGRESS") && !self.is_review()
    }

    /// Whether it is a shell: a change set was made for it, and nothing was executed.
    pub(crate) fn is_review(&self) -> bool {
        self.0 == "REVIEW_IN_PROGRESS"
    }

    /// Whether it is gone.
    pub(crate) fn is_deleted(&self) -> bool {
        self.0 == "DELETE_COMPLETE"
    }

    /// Whether it is what remains of a creation that failed: it can only be deleted.
    pub(crate) fn is_failed_creation(&self) -> bool {
        matches!(self.0.as_str(), "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED")
    }

    /// Whether what was asked for was done.
    pub(crate) fn is_success(&self) -> bool {
        matches!(
            self.0.as_str(),
            "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE" | "DELETE_COMPLETE"
        )
    }

    /// Whether it can be changed: it is whole, or failed with its rollback switched off.
    pub(crate) fn takes_changes(&self) -> bool {
        matches!(
            self.0.as_str(),
            "CREATE_COMPLETE"
                | "UPDATE_COMPLETE"
                | "IMPORT_COMPLETE"
                | "UPDATE_ROLLBACK_COMPLETE"
                | "IMPORT_ROLLBACK_COMPLETE"
                | "CREATE_FAILED"
                | "UPDATE_FAILED"
        )
    }
}

impl fmt::Display for StackStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_not_progress() {
        assert!(StackStatus::new("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS").is_in_progress());
        assert!(!StackStatus::new("REVIEW_IN_PROGRESS").is_in_progress());
    }

    #[test]
    fn a_rollback_that_is_complete_is_no_success() {
        let status = StackStatus::new("UPDATE_ROLLBACK_COMPLETE");
        assert!(!status.is_success() && status.takes_changes());
        assert!(!StackStatus::new("ROLLBACK_COMPLETE").takes_changes());
    }
}
