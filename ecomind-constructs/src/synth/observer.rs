//! Who looks on while templates are made.

use crate::template::Template;

use super::StackArtifact;

/// Looks on while the templates of an app are made, of several stacks at once.
///
/// It is for what is known best at that moment: how long a stack takes, for those who have a
/// clock, and what its template holds, which costs less to ask here than to read from its text.
pub trait Observer: Sync {
    /// A stack's turn. `make` makes its template, and has to be called.
    fn on_stack(&self, id: &str, make: &mut dyn FnMut()) {
        let _ = id;
        make();
    }

    /// What is made; `template` gives the same as reading it.
    fn on_template(&self, stack: &StackArtifact, template: &dyn Fn() -> Template) {
        let _ = (stack, template);
    }
}

/// Nobody looks on.
impl Observer for () {}
