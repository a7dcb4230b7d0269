//! The logical ids of an app.

use indexmap::IndexMap;

use crate::{
    Error,
    parallel::in_parallel,
    tree::{App, Kind, Move},
};

use super::logical_id::logical_id;

/// What synthesis knows of every node: its stack, its logical id, and the elements of each stack
/// in the order of the tree.
#[derive(Debug)]
pub(super) struct Names {
    /// Of each node.
    stacks: Vec<u32>,
    elements: IndexMap<u32, Vec<u32>>,
    /// Of each node.
    logical_ids: Vec<String>,
}

/// No node has this index.
const NOWHERE: u32 = u32::MAX;

impl Names {
    pub(super) fn of(app: &App, errors: &mut Vec<Error>) -> Self {
        let moves = moves(app, errors);
        let stacks: Vec<u32> = app
            .children(0)
            .map(|(_, index)| index)
            .filter(|&index| matches!(app.node(index).kind, Kind::Stack(_)))
            .collect();
        // What a stack holds is known afterwards; a node takes less than half a microsecond.
        let weight = |_| app.nodes().len() / stacks.len() / 12;
        let parts = in_parallel(&stacks, weight, |stack| StackNames::of(app, stack, &moves));
        let mut names = Self {
            stacks: stacks_of_nodes(app),
            elements: IndexMap::with_capacity(stacks.len()),
            logical_ids: vec![String::new(); app.nodes().len()],
        };
        for (stack, part) in stacks.into_iter().zip(parts) {
            for (&element, id) in part.elements.iter().zip(part.logical_ids) {
                names.logical_ids[element as usize] = id;
            }
            names.elements.insert(stack, part.elements);
            errors.extend(part.errors);
        }
        names
    }

    /// The stacks, in the order in which they were declared.
    pub(super) fn stacks(&self) -> impl Iterator<Item = u32> + '_ {
        self.elements.keys().copied()
    }

    /// The elements of a stack, in the order of the tree.
    pub(super) fn elements(&self, stack: u32) -> &[u32] {
        self.elements.get(&stack).map_or(&[], Vec::as_slice)
    }

    /// The stack that a node is in.
    pub(super) fn stack_of(&self, node: u32) -> Option<u32> {
        self.stacks
            .get(node as usize)
            .copied()
            .filter(|&stack| stack != NOWHERE)
    }

    /// The logical id of an element.
    pub(super) fn logical_id(&self, node: u32) -> &str {
        &self.logical_ids[node as usize]
    }
}

/// The stack that each node is in, or is.
fn stacks_of_nodes(app: &App) -> Vec<u32> {
    let mut stacks = Vec::with_capacity(app.nodes().len());
    // A parent comes before its children, since nodes are only ever added below others.
    for (index, node) in (0..).zip(app.nodes()) {
        stacks.push(match (&node.kind, node.parent) {
            (Kind::Stack(_), _) => index,
            (_, Some(parent)) => stacks[parent as usize],
            (_, None) => NOWHERE,
        });
    }
    stacks
}

/// The names of one stack.
struct StackNames<'a> {
    app: &'a App,
    /// Nodes whose path below the stack is taken to be another one.
    moves: &'a IndexMap<u32, Vec<&'a str>>,
    elements: Vec<u32>,
    /// Of each element.
    logical_ids: Vec<String>,
    errors: Vec<Error>,
}

impl<'a> StackNames<'a> {
    fn of(app: &'a App, stack: u32, moves: &'a IndexMap<u32, Vec<&'a str>>) -> Self {
        let mut names =
            Self { app, moves, elements: Vec::new(), logical_ids: Vec::new(), errors: Vec::new() };
        names.visit_children(stack, &mut Vec::new());
        names.find_duplicates();
        names
    }

    /// Visits what is below a node whose path below the stack is `path`.
    fn visit_children(&mut self, index: u32, path: &mut Vec<&'a str>) {
        for (id, child) in self.app.children(index) {
            if let Some(old) = self.moves.get(&child) {
                self.visit(child, &mut old.clone());
            } else {
                path.push(id);
                self.visit(child, path);
                path.pop();
            }
        }
    }

    fn visit(&mut self, index: u32, path: &mut Vec<&'a str>) {
        match &self.app.node(index).kind {
            Kind::App | Kind::Stack(_) | Kind::Construct => {}
            kind => self.name(index, kind, path),
        }
        self.visit_children(index, path);
    }

    fn name(&mut self, index: u32, kind: &Kind, path: &[&str]) {
        let given = match kind {
            Kind::Resource(resource) => resource.options().logical_id.clone(),
            _ => None,
        };
        let Some(name) = given.or_else(|| logical_id(path.iter().copied())) else {
            let reason = "must leave letters or digits for a logical id".to_owned();
            return self.invalid(index, "id", reason);
        };
        let is_alphanumeric = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_alphanumeric || name.is_empty() || 255 < name.len() {
            let reason = format!("must be 1 to 255 letters and digits, got {name:?}");
            self.invalid(index, "logical_id", reason);
        }
        self.elements.push(index);
        self.logical_ids.push(name);
    }

    fn find_duplicates(&mut self) {
        let mut taken = IndexMap::with_capacity(self.elements.len());
        for (&index, name) in self.elements.iter().zip(&self.logical_ids) {
            let key = (namespace(&self.app.node(index).kind), name);
            let first = *taken.entry(key).or_insert(index);
            if first != index {
                self.errors.push(Error::DuplicateLogicalId {
                    logical_id: name.to_owned(),
                    first: self.app.path(first),
                    second: self.app.path(index),
                    location: self.app.location(index),
                });
            }
        }
    }

    fn invalid(&mut self, index: u32, property: &str, reason: String) {
        self.errors.push(Error::InvalidProperty {
            path: self.app.path(index),
            property: property.to_owned(),
            reason,
            location: self.app.location(index),
        });
    }
}

/// The part of a template in which logical ids must differ.
fn namespace(kind: &Kind) -> u8 {
    match kind {
        // `Ref` means either.
        Kind::Resource(_) | Kind::Parameter(_) => 0,
        Kind::Output(_) => 1,
        Kind::Condition(_) => 2,
        Kind::Mapping(_) => 3,
        _ => 4,
    }
}

/// The nodes that moved, with the path below their stack that they had.
fn moves<'a>(app: &'a App, errors: &mut Vec<Error>) -> IndexMap<u32, Vec<&'a str>> {
    let mut moves = IndexMap::new();
    for moved in app.moves() {
        match find_move(app, moved) {
            Ok((node, old)) => {
                moves.insert(node, old);
            }
            Err(error) => errors.push(error),
        }
    }
    moves
}

fn find_move<'a>(app: &'a App, moved: &'a Move) -> Result<(u32, Vec<&'a str>), Error> {
    let no_such_path = |at: &[String], reason: &str| Error::NoSuchPath {
        path: app.path(moved.scope),
        at: at.join("/"),
        reason: reason.to_owned(),
        location: moved.location,
    };
    let find = |path: &[String]| {
        path.iter()
            .try_fold(moved.scope, |at, id| app.child(at, id))
    };
    let Some(node) = find(&moved.new) else {
        return Err(no_such_path(&moved.new, "a move must end at a construct that is there"));
    };
    if find(&moved.old).is_some() {
        return Err(no_such_path(
            &moved.old,
            "a move must begin where no construct is any more, but there is one",
        ));
    }
    let mut old = app.components(moved.scope);
    old.extend(moved.old.iter().map(String::as_str));
    let stack = old.remove(0);
    let stays = app
        .stack_of(node)
        .is_some_and(|at| at != node && app.node(at).id == stack);
    if !stays || old.is_empty() {
        return Err(no_such_path(&moved.old, "a move must stay inside a stack"));
    }
    Ok((node, old))
}
