//! How a deployment ended.

use indexmap::IndexMap;

/// How each stack ended, in order of deployment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Report {
    pub(crate) stacks: Vec<StackReport>,
}

/// How one stack ended.
#[derive(Debug, Clone)]
pub(crate) struct StackReport {
    /// The id of the stack in the app.
    pub(crate) stack: String,
    pub(crate) result: StackResult,
    pub(crate) outputs: IndexMap<String, String>,
    pub(crate) milliseconds: u128,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StackResult {
    Created,
    Updated,
    Unchanged,
}

impl StackReport {
    /// Adds what a later step on the same stack did.
    pub(super) fn go_on(&mut self, later: Self) {
        self.outputs = later.outputs;
        self.milliseconds += later.milliseconds;
        if self.result == StackResult::Unchanged {
            self.result = later.result;
        }
    }
}

impl Report {
    /// How many stacks ended so.
    pub(crate) fn count(&self, result: StackResult) -> usize {
        let stacks = self.stacks.iter();
        stacks.filter(|stack| stack.result == result).count()
    }
}
