//! Change sets.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clock::Moment;

use super::Target;

/// A change set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ChangeSet {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: ChangeSetKind,
    pub(crate) status: ChangeSetStatus,
    pub(crate) reason: Option<String>,
    pub(crate) execution: ExecutionStatus,
    pub(crate) created: Moment,
    pub(crate) description: Option<String>,
    pub(crate) target: Target,
    /// As `DescribeChangeSet` shows them, values included.
    pub(crate) changes: Vec<Value>,
    pub(crate) on_stack_failure: Option<String>,
    pub(crate) import_existing: bool,
    /// The identifiers of resources to import, by logical id.
    pub(crate) imports: IndexMap<String, Map<String, Value>>,
    pub(crate) deployment_mode: Option<String>,
    pub(crate) deployment_config: Value,
    pub(crate) include_nested: bool,
    pub(crate) token: Option<String>,
    /// How many more times it is shown as being created.
    pub(crate) polls_left: u32,
    pub(crate) operation: String,
}

/// What a change set does to its stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ChangeSetKind {
    Create,
    Update,
    Import,
}

/// Whether a change set is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ChangeSetStatus {
    Complete,
    Failed,
}

/// Whether a change set can be executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ExecutionStatus {
    Unavailable,
    Available,
    InProgress,
    Complete,
    Failed,
    Obsolete,
}

impl ChangeSet {
    pub(crate) fn status_name(&self) -> &'static str {
        match self.status {
            _ if 1 < self.polls_left => "CREATE_PENDING",
            _ if 0 < self.polls_left => "CREATE_IN_PROGRESS",
            ChangeSetStatus::Complete => "CREATE_COMPLETE",
            ChangeSetStatus::Failed => "FAILED",
        }
    }

    pub(crate) fn execution_name(&self) -> &'static str {
        match self.execution {
            _ if 0 < self.polls_left => "UNAVAILABLE",
            ExecutionStatus::Unavailable => "UNAVAILABLE",
            ExecutionStatus::Available => "AVAILABLE",
            ExecutionStatus::InProgress => "EXECUTE_IN_PROGRESS",
            ExecutionStatus::Complete => "EXECUTE_COMPLETE",
            ExecutionStatus::Failed => "EXECUTE_FAILED",
            ExecutionStatus::Obsolete => "OBSOLETE",
        }
    }
}
