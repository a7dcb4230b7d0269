//! The logical ids of an app.

use indexmap::IndexMap;

use crate::{
    Error,
    tree::{App, Kind, Move},
};

use super::logical_id::logical_id;

/// What synthesis knows of every node: its stack, its logical id, and the elements of each stack
/// in the order of the tree.
#[derive(Debug)]
pub(super) struct Names {
    stacks: Vec<u32>,
    elements: IndexMap<u32, Vec<u32>>,
    logical_ids: Vec<String>,
}

/// No node has this index.
const NOWHERE: u32 = u32::MAX;

impl Names {
    pub(super) fn of(app: &App, errors: &mut Vec<Error>) -> Self {
        let count = app.nodes().len();
        let mut walk = Walk {
            app,
            names: Self {
                stacks: vec![NOWHERE; count],
                elements: IndexMap::new(),
                logical_ids: vec![String::new(); count],
            },
            moves: moves(app, errors),
            errors,
        };
        walk.visit(0, &mut Vec::new());
        walk.find_duplicates();
        walk.names
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

struct Walk<'a> {
    app: &'a App,
    names: Names,
    /// Nodes whose path below the stack is taken to be another one.
    moves: IndexMap<u32, Vec<&'a str>>,
    errors: &'a mut Vec<Error>,
}

impl<'a> Walk<'a> {
    /// Visits a node whose path below its stack is `path`.
    fn visit(&mut self, index: u32, path: &mut Vec<&'a str>) {
        let app = self.app;
        let node = app.node(index);
        match &node.kind {
            Kind::App | Kind::Construct => {}
            Kind::Stack(_) => {
                self.names.elements.insert(index, Vec::new());
            }
            kind => self.name(index, kind, path),
        }
        let stack = match node.kind {
            Kind::Stack(_) => index,
            _ => self.names.stacks[index as usize],
        };
        self.names.stacks[index as usize] = stack;
        for (id, child) in node.children() {
            self.names.stacks[child as usize] = stack;
            if stack == NOWHERE {
                self.visit(child, &mut Vec::new());
            } else if let Some(old) = self.moves.get(&child) {
                self.visit(child, &mut old.clone());
            } else {
                path.push(id);
                self.visit(child, path);
                path.pop();
            }
        }
    }

    fn name(&mut self, index: u32, kind: &Kind, path: &[&str]) {
        let stack = self.names.stacks[index as usize];
        let given = match kind {
            Kind::Resource(resource) => resource.options().logical_id.clone(),
            _ => None,
        };
        let Some(name) = given.or_else(|| logical_id(path.iter().copied())) else {
            self.errors.push(Error::InvalidProperty {
                path: self.app.path(index),
                property: "id".to_owned(),
                reason: "must leave letters or digits for a logical id".to_owned(),
                location: self.app.location(index),
            });
            return;
        };
        let is_alphanumeric = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_alphanumeric || name.is_empty() || 255 < name.len() {
            self.errors.push(Error::InvalidProperty {
                path: self.app.path(index),
                property: "logical_id".to_owned(),
                reason: format!("must be 1 to 255 letters and digits, got {name:?}"),
                location: self.app.location(index),
            });
        }
        self.names.logical_ids[index as usize] = name;
        self.names.elements.entry(stack).or_default().push(index);
    }

    fn find_duplicates(&mut self) {
        for elements in self.names.elements.values() {
            let mut taken = IndexMap::with_capacity(elements.len());
            for &index in elements {
                let name = self.names.logical_id(index);
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
            .try_fold(moved.scope, |at, id| app.node(at).child(id))
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
