//! The root of a tree.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::{
    Error, Result,
    location::SourceLocation,
    name::{NodeId, Path, flaw_of_id},
    value::Strength,
};

use super::{
    Scope, Stack,
    node::{Kind, Node},
    note::Note,
};

/// Every stack of one environment, and all that is in them.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let mut app = App::new().name_prefix("shop-prod").region("eu-west-1");
/// let mut stack = app.stack("Network")?;
/// assert_eq!(stack.path().to_string(), "Network");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
pub struct App {
    id: u32,
    pub(super) nodes: Vec<Node>,
    pub(super) name_prefix: Option<String>,
    pub(super) account: Option<String>,
    pub(super) region: Option<String>,
    reference_strength: Strength,
    pub(super) dependencies: Vec<Dependency>,
    pub(super) moves: Vec<Move>,
    relocations: Vec<Move>,
    pub(super) notes: Vec<Note>,
}

/// That all of one node is deployed after all of another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dependency {
    pub(crate) from: u32,
    pub(crate) on: u32,
}

/// That what is at a path was deployed under another.
#[derive(Debug, Clone)]
pub(crate) struct Move {
    pub(crate) scope: u32,
    pub(crate) old: Vec<String>,
    pub(crate) new: Vec<String>,
    pub(crate) location: SourceLocation,
}

impl App {
    /// An app without stacks.
    #[track_caller]
    #[expect(clippy::new_without_default, reason = "an app remembers the line that made it")]
    pub fn new() -> Self {
        // A number of its own tells the handles of two apps apart; it is never written anywhere.
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let root = Node {
            id: String::new(),
            parent: None,
            children: None,
            kind: Kind::App,
            location: SourceLocation::caller(),
            tags: Vec::new(),
        };
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            nodes: vec![root],
            name_prefix: None,
            account: None,
            region: None,
            reference_strength: Strength::Weak,
            dependencies: Vec::new(),
            moves: Vec::new(),
            relocations: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// What the names of all stacks begin with, such as `ecomind-prod`. Default: nothing.
    #[must_use]
    pub fn name_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.name_prefix = Some(prefix.into());
        self
    }

    /// The account of every stack that names none, twelve digits. Default: that of the deployer.
    #[must_use]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// The region of every stack that names none. Default: that of the deployer.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// How references between stacks hold on. Default: [`Strength::Weak`].
    #[must_use]
    pub fn reference_strength(mut self, strength: Strength) -> Self {
        self.reference_strength = strength;
        self
    }

    /// Adds a stack; [`Stack::builder`] is the way to say more about it than its id.
    #[track_caller]
    pub fn stack(&mut self, id: impl Into<String>) -> Result<Scope<'_>> {
        Stack::builder(id).build(self)
    }

    /// The app as a place, for tags that flow down to every stack.
    pub fn scope(&mut self) -> Scope<'_> {
        Scope { app: self, at: 0 }
    }

    /// Says that what is at the path `new` was deployed at `old`, both with their stacks first: the
    /// next deployment moves the resources by a [stack refactor], which touches none of them, and
    /// then does the rest. Afterwards the line may go.
    ///
    /// Inside of one stack, it gives the resources the logical ids of their new path;
    /// [`Scope::moved`] keeps the old ones for ever, and needs no refactor.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    /// use ecomind_constructs::tree::RawResource;
    ///
    /// # let mut app = App::new();
    /// app.stack("Data")?;
    /// RawResource::new("AWS::SQS::Queue").add("Orders", &mut app.stack("Work")?)?;
    /// app.moved("Data/Orders", "Work/Orders")?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// [stack refactor]: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-refactoring.html
    #[track_caller]
    pub fn moved(&mut self, old: &str, new: &str) -> Result<()> {
        let location = SourceLocation::caller();
        for path in [old, new] {
            let parts = path.split('/').count();
            if parts < 2 || path.split('/').any(str::is_empty) {
                let reason =
                    format!("must be a stack and ids with slashes between them, got {path:?}");
                return Err(self.scope().invalid_at("moved", reason, location));
            }
        }
        let components = |path: &str| path.split('/').map(str::to_owned).collect();
        let (old, new) = (components(old), components(new));
        self.relocations.push(Move { scope: 0, old, new, location });
        Ok(())
    }

    /// What was deployed at another path, to be moved by a refactor.
    pub(crate) fn relocations(&self) -> &[Move] {
        &self.relocations
    }

    pub(crate) fn default_strength(&self) -> Strength {
        self.reference_strength
    }

    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(crate) fn node(&self, index: u32) -> &Node {
        // Indices are made by `insert` alone, and nodes are never removed.
        &self.nodes[index as usize]
    }

    /// The nodes below a node and their ids, in the order in which they were added.
    pub(crate) fn children(&self, index: u32) -> impl Iterator<Item = (&str, u32)> {
        let children = self.node(index).children.iter();
        children
            .flat_map(|children| children.nodes())
            .map(|&child| (self.node(child).id.as_str(), child))
    }

    /// The node with this id below another.
    pub(crate) fn child(&self, index: u32, id: &str) -> Option<u32> {
        let children = self.node(index).children.as_ref()?;
        children.find(id, |child| &self.node(child).id)
    }

    pub(crate) fn dependencies(&self) -> &[Dependency] {
        &self.dependencies
    }

    pub(crate) fn moves(&self) -> &[Move] {
        &self.moves
    }

    pub(crate) fn handle(&self, index: u32) -> NodeId {
        NodeId { app: self.id, index }
    }

    /// The index of a handle, unless it is another app's.
    pub(crate) fn index_of(&self, handle: NodeId) -> Option<u32> {
        (handle.app == self.id).then_some(handle.index)
    }

    /// The ids from the root to a node, without the root's.
    pub(crate) fn components(&self, index: u32) -> Vec<&str> {
        let mut components = Vec::new();
        let mut node = self.node(index);
        while let Some(parent) = node.parent {
            components.push(node.id.as_str());
            node = self.node(parent);
        }
        components.reverse();
        components
    }

    pub(crate) fn path(&self, index: u32) -> Path {
        Path::of(self.components(index))
    }

    /// The line to show for a node: the nearest one that is not this library's.
    pub(crate) fn location(&self, index: u32) -> SourceLocation {
        let own = self.node(index).location;
        let mut at = Some(index);
        while let Some(index) = at {
            let node = self.node(index);
            if !node.location.is_in_library() {
                return node.location;
            }
            at = node.parent;
        }
        own
    }

    /// The stack that a node is in, or is.
    pub(crate) fn stack_of(&self, index: u32) -> Option<u32> {
        let mut at = Some(index);
        while let Some(index) = at {
            let node = self.node(index);
            if matches!(node.kind, Kind::Stack(_)) {
                return Some(index);
            }
            at = node.parent;
        }
        None
    }

    /// The node of the app itself.
    #[cfg(feature = "kubernetes")]
    pub(crate) fn root(&self) -> NodeId {
        self.handle(0)
    }

    /// The region of the stack that a node is in, when the app says.
    #[cfg(feature = "kubernetes")]
    pub(crate) fn region_at(&self, node: NodeId) -> Option<&str> {
        match &self.node(self.stack_of(self.index_of(node)?)?).kind {
            Kind::Stack(stack) => stack.region.as_deref(),
            _ => None,
        }
    }

    pub(super) fn insert(
        &mut self,
        parent: u32,
        id: String,
        kind: Kind,
        location: SourceLocation,
    ) -> Result<u32> {
        if let Some(reason) = flaw_of_id(&id) {
            return Err(Error::InvalidId { parent: self.path(parent), id, reason, location });
        }
        let index = u32::try_from(self.nodes.len()).expect("a tree has fewer than 2^32 nodes");
        if kind.needs_stack() && self.stack_of(parent).is_none() {
            let path = Path::of(
                [self.path(parent).as_str(), &id]
                    .into_iter()
                    .filter(|s| !s.is_empty()),
            );
            return Err(Error::NoStack { path, location });
        }
        if let Some(first) = self.child(parent, &id) {
            return Err(Error::DuplicateId {
                path: self.path(first),
                first: self.location(first),
                location,
            });
        }
        // Taken out for a moment, since it asks the other nodes for their ids.
        let mut siblings = self.nodes[parent as usize]
            .children
            .take()
            .unwrap_or_default();
        siblings.add(index, &id, |sibling| &self.node(sibling).id);
        self.nodes[parent as usize].children = Some(siblings);
        let parent = Some(parent);
        self.nodes
            .push(Node { id, parent, children: None, kind, location, tags: Vec::new() });
        Ok(index)
    }
}
