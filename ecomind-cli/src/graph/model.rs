//! The picture as data.

/// Stacks and what joins their constructs, in order of deployment.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Graph {
    pub(crate) title: String,
    pub(crate) stacks: Vec<Stack>,
    /// Between constructs, each pair once a kind.
    pub(crate) edges: Vec<Edge>,
}

/// A stack with its constructs in the order of the tree.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stack {
    pub(crate) id: String,
    /// How many stacks stand before it, one behind another: its column in the picture.
    pub(crate) rank: usize,
    /// Whether it is no stack, but what is around them.
    pub(crate) is_outside: bool,
    pub(crate) constructs: Vec<Construct>,
}

/// A construct that stands directly in a stack.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Construct {
    pub(crate) id: String,
    /// The type of its main resource, such as `AWS::EC2::VPC`.
    pub(crate) type_name: String,
    /// How many resources it has.
    pub(crate) resources: usize,
    /// What happens to it, where a comparison says so.
    pub(crate) change: Option<Change>,
}

/// What happens to the resources of a construct, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    Changed,
    Added,
    Removed,
    Replaced,
}

/// One construct and another.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) from: Place,
    pub(crate) to: Place,
    pub(crate) kind: EdgeKind,
}

/// Where a construct is: the index of its stack, and its own in that stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) stack: usize,
    pub(crate) construct: usize,
}

/// What an edge says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EdgeKind {
    /// The first one's template refers to the second.
    Uses,
    /// Security groups let the first connect to the second, at these ports.
    TalksTo(String),
}

/// What a comparison says of one resource.
#[derive(Debug)]
pub(crate) struct ChangedResource<'a> {
    /// The id of its stack.
    pub(crate) stack: &'a str,
    /// Its construct below the stack: `Vpc` of `Network/Vpc/IGW`.
    pub(crate) construct: &'a str,
    pub(crate) type_name: &'a str,
    pub(crate) change: Change,
}

impl Graph {
    pub(crate) fn construct(&self, place: Place) -> &Construct {
        &self.stacks[place.stack].constructs[place.construct]
    }
}

impl Construct {
    /// Its type without what all types share: `EC2 VPC`.
    pub(crate) fn short_type(&self) -> String {
        let name = self
            .type_name
            .strip_prefix("AWS::")
            .unwrap_or(&self.type_name);
        name.replace("::", " ")
    }
}

impl Change {
    /// One word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Replaced => "replaced",
        }
    }

    /// The sign before it, which says the same without colour.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Changed => "~",
            Self::Added => "+",
            Self::Removed => "-",
            Self::Replaced => "!",
        }
    }
}
