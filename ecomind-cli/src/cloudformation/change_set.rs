//! Change sets as CloudFormation describes them.

/// A change set.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChangeSet {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) stack_id: String,
    /// Such as `CREATE_COMPLETE`.
    pub(crate) status: String,
    pub(crate) status_reason: String,
    /// Such as `AVAILABLE`.
    pub(crate) execution_status: String,
    pub(crate) changes: Vec<ResourceChange>,
}

/// What it does to one resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ResourceChange {
    /// `Add`, `Modify`, `Remove`, `Import`, `Dynamic` or `SyncWithActual`.
    pub(crate) action: String,
    pub(crate) logical_id: String,
    pub(crate) physical_id: Option<String>,
    pub(crate) resource_type: String,
    /// `True`, `False` or `Conditional`, for a modification.
    pub(crate) replacement: Option<String>,
    /// What happens to the old resource, such as `Retain`.
    pub(crate) policy: Option<String>,
    pub(crate) details: Vec<ChangeDetail>,
}

/// Why a resource is modified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ChangeDetail {
    /// Such as `Properties` or `Tags`.
    pub(crate) attribute: String,
    /// The property.
    pub(crate) name: Option<String>,
    /// `Never`, `Conditionally` or `Always`.
    pub(crate) recreation: Option<String>,
    /// Such as `DirectModification` or `ResourceAttribute`.
    pub(crate) source: Option<String>,
    /// What the change comes from: another resource, a parameter.
    pub(crate) cause: Option<String>,
    /// Where the value is, such as `/Properties/Tags/0/Value`, when values were asked for.
    pub(crate) path: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl ChangeSet {
    /// Whether CloudFormation still works on it.
    pub(crate) fn is_in_progress(&self) -> bool {
        matches!(self.status.as_str(), "CREATE_PENDING" | "CREATE_IN_PROGRESS")
    }

    /// Whether it can be executed.
    pub(crate) fn is_ready(&self) -> bool {
        self.status == "CREATE_COMPLETE" && self.execution_status == "AVAILABLE"
    }

    /// Whether it was executed, or is being so.
    pub(crate) fn is_executed(&self) -> bool {
        self.execution_status.starts_with("EXECUTE_")
    }

    /// Whether it failed because there is nothing to change.
    pub(crate) fn is_empty(&self) -> bool {
        self.status == "FAILED"
            && ["didn't contain changes", "No updates are to be performed", "no changes"]
                .iter()
                .any(|words| self.status_reason.contains(words))
    }
}
