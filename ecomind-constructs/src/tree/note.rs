//! What constructs say of themselves to those who read the whole tree.

use std::any::Any;

use crate::name::NodeId;

use super::{App, Scope};

/// Something that was said at a node.
#[derive(Debug)]
pub(super) struct Note {
    node: u32,
    says: Box<dyn Any + Send + Sync>,
}

impl App {
    /// What was [noted](Scope::note) so far, where it is a `T`, in the order in which it was.
    pub fn notes<T: Any>(&self) -> impl Iterator<Item = (NodeId, &T)> {
        self.notes.iter().filter_map(|note| {
            let says = note.says.downcast_ref()?;
            Some((self.handle(note.node), says))
        })
    }
}

impl Scope<'_> {
    /// Keeps something about this place for those who read the whole tree later, by its type: a
    /// generator of manifests finds the services so, and a construct what others have opened.
    ///
    /// No template has it.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// struct Team(&'static str);
    ///
    /// # let mut app = App::new();
    /// app.stack("Data")?.note(Team("storage"));
    /// let teams: Vec<_> = app.notes::<Team>().map(|(_, team)| team.0).collect();
    /// assert_eq!(teams, ["storage"]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn note<T: Any + Send + Sync>(&mut self, says: T) {
        self.app
            .notes
            .push(Note { node: self.at, says: Box::new(says) });
    }

    /// What was noted in the app so far, where it is a `T`.
    pub fn notes<T: Any>(&self) -> impl Iterator<Item = (NodeId, &T)> {
        self.app.notes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_found_by_its_type_and_place() {
        let mut app = App::new();
        let mut stack = app.stack("Data").unwrap();
        stack.note(1_u8);
        let node = stack.node();
        stack.child("Queue").unwrap().note("a queue");
        assert_eq!(stack.notes::<&str>().count(), 1);
        assert_eq!(app.notes::<u8>().collect::<Vec<_>>(), [(node, &1)]);
        assert_eq!(app.notes::<u16>().count(), 0);
    }
}
