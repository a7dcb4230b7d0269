//! One node of the tree.

use indexmap::IndexMap;

use crate::location::SourceLocation;

use super::{
    ConditionData, MappingData, OutputData, ParameterData, ResourceData, RuleData, StackData,
};

#[derive(Debug)]
pub(crate) struct Node {
    /// What its parent knows it by; empty for the app.
    pub(crate) id: String,
    pub(crate) parent: Option<u32>,
    /// Boxed, since most nodes have none.
    pub(crate) children: Option<Box<IndexMap<String, u32>>>,
    pub(crate) kind: Kind,
    /// The call that made it, which may be a line of this library.
    pub(crate) location: SourceLocation,
    /// Flow down to everything below.
    pub(crate) tags: Vec<(String, String)>,
}

impl Node {
    /// The children, in the order in which they were added.
    pub(crate) fn children(&self) -> impl Iterator<Item = (&str, u32)> {
        let children = self.children.iter().flat_map(|children| children.iter());
        children.map(|(id, &child)| (id.as_str(), child))
    }

    pub(crate) fn child(&self, id: &str) -> Option<u32> {
        self.children.as_ref()?.get(id).copied()
    }
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
