//! One node of the tree.

use crate::location::SourceLocation;

use super::{
    ConditionData, MappingData, OutputData, ParameterData, ResourceData, RuleData, StackData,
    children::Children,
};

#[derive(Debug)]
pub(crate) struct Node {
    /// What its parent knows it by; empty for the app.
    pub(crate) id: String,
    pub(crate) parent: Option<u32>,
    /// Boxed, since most nodes have none.
    pub(super) children: Option<Box<Children>>,
    pub(crate) kind: Kind,
    /// The call that made it, which may be a line of this library.
    pub(crate) location: SourceLocation,
    /// Flow down to everything below.
    pub(crate) tags: Vec<(String, String)>,
}

/// What a node is. Everything but the first three becomes an entry of a template.
#[derive(Debug)]
pub(crate) enum Kind {
    App,
    Stack(Box<StackData>),
    Construct,
    Resource(Box<ResourceData>),
    Parameter(Box<ParameterData>),
    Mapping(Box<MappingData>),
    Condition(Box<ConditionData>),
    Rule(Box<RuleData>),
    Output(Box<OutputData>),
}

impl Kind {
    /// Whether it may stand outside of a stack.
    pub(crate) fn needs_stack(&self) -> bool {
        !matches!(self, Self::App | Self::Stack(_) | Self::Construct)
    }
}
