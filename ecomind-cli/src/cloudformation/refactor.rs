//! Resources that move between stacks, and are not touched.

/// A refactor to make: no resource is created, changed or deleted by it.
#[derive(Debug, Clone, Default)]
pub(crate) struct RefactorRequest {
    pub(crate) description: String,
    /// Names of stacks with the templates that they get.
    pub(crate) stacks: Vec<(String, super::TemplateSource)>,
    pub(crate) moves: Vec<ResourceMove>,
    /// Whether some of the stacks are not there yet.
    pub(crate) creates_stacks: bool,
}

/// One resource that moves: the name of a stack and a logical id, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ResourceMove {
    pub(crate) from: (String, String),
    pub(crate) to: (String, String),
}

/// How far a refactor is.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refactor {
    /// Such as `CREATE_COMPLETE`.
    pub(crate) status: String,
    /// Such as `AVAILABLE`.
    pub(crate) execution_status: String,
    pub(crate) reason: Option<String>,
}

impl Refactor {
    /// Whether CloudFormation still works on it.
    pub(crate) fn is_in_progress(&self) -> bool {
        self.status.ends_with("_IN_PROGRESS") || self.execution_status.ends_with("_IN_PROGRESS")
    }
}
