//! Stacks and what is in them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{clock::Moment, place::Place};

use super::{ChangeSet, Event, Operation, OperationKind, ResourceStatus, StackStatus, Target};

/// A stack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stack {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) status: StackStatus,
    pub(crate) status_reason: Option<String>,
    pub(crate) created: Moment,
    pub(crate) updated: Option<Moment>,
    pub(crate) deleted: Option<Moment>,
    pub(crate) target: Target,
    pub(crate) resources: IndexMap<String, StackResource>,
    pub(crate) outputs: Vec<Output>,
    /// What a rollback returns to: none before the first success.
    pub(crate) stable: Option<Box<Stable>>,
    /// Physical resources that are replaced and not yet deleted.
    pub(crate) leftovers: Vec<Leftover>,
    pub(crate) events: Vec<Event>,
    pub(crate) operation: Option<Operation>,
    /// The last operations, newest last: kind and id.
    pub(crate) operations: Vec<(OperationKind, String)>,
    pub(crate) change_sets: IndexMap<String, ChangeSet>,
    /// The change set that was executed last.
    pub(crate) change_set: Option<String>,
    pub(crate) policy: Option<String>,
    pub(crate) termination_protection: bool,
    pub(crate) disable_rollback: bool,
    pub(crate) timeout_in_minutes: Option<String>,
    /// The stack that this one is nested in.
    pub(crate) parent: Option<String>,
    /// When drift was last looked for, and whether there was any.
    pub(crate) drift: Option<(Moment, bool)>,
}

/// The last state that worked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stable {
    pub(crate) target: Target,
    pub(crate) resources: IndexMap<String, StackResource>,
    pub(crate) outputs: Vec<Output>,
}

/// A resource of a stack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StackResource {
    pub(crate) type_name: String,
    pub(crate) physical_id: String,
    pub(crate) status: ResourceStatus,
    pub(crate) status_reason: Option<String>,
    pub(crate) changed: Moment,
    /// As deployed: every function has its value.
    pub(crate) properties: Value,
    pub(crate) attributes: Map<String, Value>,
    /// Tags that come from the stack.
    pub(crate) tags: IndexMap<String, String>,
    pub(crate) metadata: Value,
    /// The logical ids that it needs.
    pub(crate) depends_on: Vec<String>,
    /// Whether it differed from the template when drift was last looked for.
    pub(crate) drift: Option<(Moment, String)>,
}

/// A physical resource that a replacement left behind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Leftover {
    pub(crate) logical_id: String,
    pub(crate) type_name: String,
    pub(crate) physical_id: String,
    /// Whether it stays although the stack forgets it.
    pub(crate) retained: bool,
}

/// An output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Output {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) description: Option<String>,
    pub(crate) export: Option<String>,
}

impl Stack {
    pub(crate) fn is_deleted(&self) -> bool {
        self.status == StackStatus::DeleteComplete
    }

    pub(crate) fn exports(&self) -> impl Iterator<Item = (&str, &Output)> {
        let exports = |output| Some((Output::export(output)?, output));
        self.outputs.iter().filter_map(exports)
    }

    /// Keeps what is there as the state to return to.
    pub(crate) fn settle(&mut self) {
        self.stable = Some(Box::new(Stable {
            target: self.target.clone(),
            resources: self.resources.clone(),
            outputs: self.outputs.clone(),
        }));
    }
}

impl Output {
    fn export(&self) -> Option<&str> {
        self.export.as_deref()
    }
}
