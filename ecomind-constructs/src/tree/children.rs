//! The children of a node.

use indexmap::IndexMap;

/// From this many children on, an index finds one faster than a look at each of them.
const WORTH_AN_INDEX: usize = 16;

/// Which nodes are below another, in the order in which they were added.
///
/// Their ids are theirs alone: most nodes have few children or none, and a large app would keep
/// every id twice.
#[derive(Debug, Default)]
pub(super) struct Children {
    nodes: Vec<u32>,
    /// All of them by id, when they are many.
    by_id: Option<Box<IndexMap<String, u32>>>,
}

impl Children {
    /// In the order in which they were added.
    pub(super) fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// The child with this id; `id_of` says what a node is called.
    pub(super) fn find<'a>(&self, id: &str, id_of: impl Fn(u32) -> &'a str) -> Option<u32> {
        match &self.by_id {
            Some(by_id) => by_id.get(id).copied(),
            None => self.nodes.iter().copied().find(|&node| id_of(node) == id),
        }
    }

    /// Adds a child that is called `id`, as none of the others is.
    pub(super) fn add<'a>(&mut self, node: u32, id: &str, id_of: impl Fn(u32) -> &'a str) {
        if self.nodes.len() == WORTH_AN_INDEX {
            let known = self
                .nodes
                .iter()
                .map(|&node| (id_of(node).to_owned(), node));
            self.by_id = Some(Box::new(known.collect()));
        }
        if let Some(by_id) = &mut self.by_id {
            by_id.insert(id.to_owned(), node);
        }
        self.nodes.push(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_found_among_few_and_among_many() {
        let ids: Vec<String> = (0..40).map(|number| format!("Child{number}")).collect();
        let id_of = |node: u32| ids[node as usize].as_str();
        let mut children = Children::default();
        for (node, id) in (0..).zip(&ids) {
            assert_eq!(children.find(id, id_of), None, "{id}");
            children.add(node, id, id_of);
            assert_eq!(children.find(id, id_of), Some(node), "{id}");
            assert_eq!(children.find("Child0", id_of), Some(0));
        }
        assert!(children.nodes().iter().copied().eq(0..40));
    }
}
