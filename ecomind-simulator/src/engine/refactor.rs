//! What changes a stack without any work on its resources.

use crate::state::{StackStatus, Target};
use crate::template::dependencies;

use super::{Engine, exports};

impl Engine<'_> {
    /// Tells of something that happened to a stack beside any operation.
    pub(crate) fn note(&mut self, id: &str, status: StackStatus, reason: &str) {
        self.world.tick();
        self.stack_event(id, None, status, Some(reason));
    }

    /// Gives a stack the template that fits to the resources that moved.
    pub(crate) fn refactored(
        &mut self,
        id: &str,
        target: &Target,
        is_new: bool,
    ) -> Result<(), String> {
        if let Some(stack) = self.world.stacks.get_mut(id) {
            for (name, resource) in &mut stack.resources {
                resource.depends_on = dependencies(target.section("Resources"), name);
            }
            stack.target = target.clone();
        }
        let outputs = exports::outputs(self.world, id, target)?;
        if let Some(stack) = self.world.stacks.get_mut(id) {
            stack.outputs = outputs;
            stack.settle();
        }
        let status = if is_new { StackStatus::CreateComplete } else { StackStatus::UpdateComplete };
        self.note(id, status, "Stack refactor");
        Ok(())
    }
}
