//! What a call comes with.

use crate::{
    engine::Engine,
    failure::{Failure, Result},
    place::Place,
    state::Stack,
    wire::Input,
};

/// Limits of an account.
#[derive(Debug, Clone)]
pub(crate) struct Quotas {
    /// How many stacks there may be in a region.
    pub(crate) stacks: usize,
    /// How often a change set is shown as being created before it is there.
    pub(crate) change_set_polls: u32,
    /// How many items a page has.
    pub(crate) page: usize,
}

/// A call: who asks, for what, and what it can change.
pub(crate) struct Context<'a> {
    pub(crate) engine: Engine<'a>,
    pub(crate) place: Place,
    pub(crate) input: Input,
    pub(crate) quotas: &'a Quotas,
    /// Where this simulator listens, such as `http://127.0.0.1:4570`.
    pub(crate) endpoint: &'a str,
}

impl Context<'_> {
    /// The id of the stack that the call names.
    pub(crate) fn stack_id(&self) -> Result<String> {
        let name = self.input.required("StackName")?;
        self.id_of(name)
    }

    pub(crate) fn id_of(&self, name: &str) -> Result<String> {
        let found = self.engine.world.find(&self.place, name);
        found
            .map(|it| it.id.clone())
            .ok_or_else(|| Failure::no_stack(name))
    }

    /// The stack that the call names, after a look that may move its operation on.
    pub(crate) fn look(&mut self) -> Result<&Stack> {
        let id = self.stack_id()?;
        self.engine.look(&id);
        self.stack(&id)
    }

    pub(crate) fn stack(&self, id: &str) -> Result<&Stack> {
        self.engine
            .world
            .stacks
            .get(id)
            .ok_or_else(|| Failure::no_stack(id))
    }

    pub(crate) fn stack_mut(&mut self, id: &str) -> Result<&mut Stack> {
        self.engine
            .world
            .stacks
            .get_mut(id)
            .ok_or_else(|| Failure::no_stack(id))
    }

    /// The idempotency token.
    pub(crate) fn token(&self) -> Option<String> {
        self.input.text("ClientRequestToken").map(str::to_owned)
    }
}

/// What a stack that can't be updated says.
pub(crate) fn busy(stack: &Stack) -> Failure {
    Failure::validation(format!(
        "Stack:{} is in {} state and can not be updated.",
        stack.id, stack.status
    ))
}
