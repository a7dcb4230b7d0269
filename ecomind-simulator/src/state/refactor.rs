//! Stack refactors: resources that move between stacks without being touched.

use serde::{Deserialize, Serialize};

use super::Target;

/// A refactor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refactor {
    pub(crate) id: String,
    pub(crate) description: Option<String>,
    /// Why it can't be done, if it can't.
    pub(crate) refusal: Option<String>,
    pub(crate) executed: bool,
    pub(crate) moves: Vec<RefactorMove>,
    /// The stacks with their new templates: name, target.
    pub(crate) stacks: Vec<(String, Target)>,
    /// The names of stacks that it creates.
    pub(crate) created: Vec<String>,
}

/// One resource that moves: stack and logical id, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefactorMove {
    pub(crate) from: (String, String),
    pub(crate) to: (String, String),
    pub(crate) is_manual: bool,
}
