//! What wants a decision before it is deployed.

mod another_stack;
mod data_loss;
mod exports;
mod names;
mod refused;
mod renames;

use super::risk::RiskLevel;

pub(super) use self::{
    another_stack::{another_stack, removed_stack},
    data_loss::data_loss,
    exports::exports_in_use,
    names::named_replacement,
    refused::{listener_rules, type_change, unknown_functions, unknown_type},
    renames::renames,
};

/// One thing that wants a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// How bad it is.
    pub level: RiskLevel,
    /// The resource that it is about, by its logical id; none when it is about the stack.
    pub logical_id: Option<String>,
    /// In words.
    pub text: String,
    /// What can be done about it, one way each.
    pub ways_out: Vec<String>,
}

/// What a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FindingKind {
    /// A resource with data is deleted or replaced.
    DataLoss,
    /// A resource with a name of its own is replaced: the new one cannot have the same.
    NamedReplacement,
    /// CloudFormation refuses the change.
    Refused,
    /// A change that breaks what AWS keeps up to date itself.
    LiveState,
    /// The stack gets another name, account or region: it becomes another stack.
    AnotherStack,
    /// The app has the stack no more, and it stays until somebody deletes it.
    RemovedStack,
    /// Nothing is known of a type or a function.
    Unknown,
    /// One resource goes and another one like it comes: it looks like a rename.
    Rename,
}

impl FindingKind {
    /// In one word, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::DataLoss => "data-loss",
            Self::NamedReplacement => "named-replacement",
            Self::Refused => "refused",
            Self::LiveState => "live-state",
            Self::AnotherStack => "another-stack",
            Self::RemovedStack => "removed-stack",
            Self::Unknown => "unknown",
            Self::Rename => "rename",
        }
    }
}

impl Finding {
    pub(super) fn new(
        kind: FindingKind,
        level: RiskLevel,
        logical_id: Option<&str>,
        text: String,
    ) -> Self {
        Self { kind, level, logical_id: logical_id.map(str::to_owned), text, ways_out: Vec::new() }
    }

    pub(super) fn way_out(mut self, way: impl Into<String>) -> Self {
        self.ways_out.push(way.into());
        self
    }
}
