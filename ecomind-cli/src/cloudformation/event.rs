//! What happened to a stack.

/// One event of a stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StackEvent {
    pub(crate) id: String,
    pub(crate) stack_id: String,
    pub(crate) logical_id: String,
    pub(crate) physical_id: String,
    pub(crate) resource_type: String,
    /// Such as `CREATE_FAILED`.
    pub(crate) status: String,
    pub(crate) reason: Option<String>,
    /// Milliseconds since 1970.
    pub(crate) time: i64,
    /// What the request that caused it was marked with.
    pub(crate) token: Option<String>,
}

/// What a check of a change set found before anything was changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) logical_id: Option<String>,
    /// Such as `PROPERTY_VALIDATION`.
    pub(crate) check: Option<String>,
    /// The place in the template, such as `/Resources/Queue/Properties/DelaySeconds`.
    pub(crate) path: Option<String>,
    pub(crate) message: String,
    /// Whether it stops the change set, and is not just a warning.
    pub(crate) is_fatal: bool,
}

impl StackEvent {
    /// Whether it speaks of the whole stack.
    pub(crate) fn is_of_stack(&self) -> bool {
        self.physical_id == self.stack_id
    }

    /// Whether an operation of the stack begins with it.
    pub(crate) fn is_start(&self) -> bool {
        self.is_of_stack()
            && matches!(
                self.status.as_str(),
                "CREATE_IN_PROGRESS"
                    | "UPDATE_IN_PROGRESS"
                    | "DELETE_IN_PROGRESS"
                    | "IMPORT_IN_PROGRESS"
                    | "REVIEW_IN_PROGRESS"
            )
    }

    /// Whether it tells of a failure.
    pub(crate) fn is_failure(&self) -> bool {
        self.status.ends_with("_FAILED")
    }
}
