//! What a stack is busy with.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Moment;

use super::{Leftover, Target};

/// An operation in progress.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Operation {
    pub(crate) kind: OperationKind,
    pub(crate) id: String,
    pub(crate) token: Option<String>,
    pub(crate) change_set: Option<String>,
    pub(crate) phase: Phase,
    pub(crate) tasks: Vec<Task>,
    /// The operation's own clock.
    pub(crate) now: Moment,
    /// What the stack is to become.
    pub(crate) target: Target,
    pub(crate) on_failure: OnFailure,
    pub(crate) retain_except_on_create: bool,
    /// Logical ids that a rollback or deletion leaves alone.
    pub(crate) skip: Vec<String>,
    /// Whether what can't be deleted is left behind.
    pub(crate) force: bool,
    /// Whether resources that changed behind the template's back are set back.
    pub(crate) revert_drift: bool,
    pub(crate) imports: IndexMap<String, Map<String, Value>>,
    /// How often someone looked.
    pub(crate) observations: u32,
}

/// What an operation is, as `DescribeEvents` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum OperationKind {
    Create,
    Update,
    Import,
    Delete,
    Rollback,
    ContinueRollback,
    CreateChangeSet,
}

/// Where an operation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Phase {
    /// Resources are created, updated, imported.
    Deploy,
    /// Everything is set back.
    RollBack,
    /// What is no longer needed is deleted.
    CleanUp { rolled_back: bool },
    /// The stack goes away.
    Delete,
}

/// What happens after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum OnFailure {
    RollBack,
    Delete,
    Nothing,
}

/// One resource's part in an operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) logical_id: String,
    pub(crate) work: Work,
    pub(crate) progress: Progress,
    /// Logical ids whose tasks come first.
    pub(crate) after: Vec<String>,
}

/// What is to be done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Work {
    /// Whatever makes it what the template says.
    Deploy,
    /// Set it back to the last state that worked.
    Restore,
    /// Delete it with the stack's knowledge of it.
    Delete,
    /// Delete a physical resource that the stack no longer refers to.
    Discard(Leftover),
}

/// How far a task is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Progress {
    Waiting,
    Running { until: Moment, step: Step },
    Done,
    Failed,
}

/// What a task does at the moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    Create { properties: Value, replaces: bool },
    Update { properties: Value },
    Import { physical_id: String, properties: Value },
    Restore,
    Delete { type_name: String, physical_id: String },
}

impl Operation {
    /// An operation that has yet to find its tasks.
    pub(crate) fn new(kind: OperationKind, id: String, now: Moment, target: Target) -> Self {
        Self {
            kind,
            id,
            token: None,
            change_set: None,
            phase: Phase::Deploy,
            tasks: Vec::new(),
            now,
            target,
            on_failure: OnFailure::RollBack,
            retain_except_on_create: false,
            skip: Vec::new(),
            force: false,
            revert_drift: false,
            imports: IndexMap::new(),
            observations: 0,
        }
    }
}

impl Task {
    pub(crate) fn new(logical_id: impl Into<String>, work: Work, after: Vec<String>) -> Self {
        Self { logical_id: logical_id.into(), work, progress: Progress::Waiting, after }
    }
}

impl OperationKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Create => "CREATE_STACK",
            Self::Update | Self::Import => "UPDATE_STACK",
            Self::Delete => "DELETE_STACK",
            Self::Rollback => "ROLLBACK",
            Self::ContinueRollback => "CONTINUE_ROLLBACK",
            Self::CreateChangeSet => "CREATE_CHANGESET",
        }
    }
}
