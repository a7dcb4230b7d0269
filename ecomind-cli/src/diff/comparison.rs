//! A difference together with what was compared.

use super::Difference;

/// What was compared with what, and what differs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The environment that is synthesized now.
    pub environment: String,
    /// What it is compared with, in words, such as `git ref main (1a2b3c4d5e)`.
    pub against: String,
    /// What differs.
    pub difference: Difference,
}

impl Comparison {
    /// What differs between an environment and what it is compared with.
    pub fn new(
        environment: impl Into<String>,
        against: impl Into<String>,
        difference: Difference,
    ) -> Self {
        Self { environment: environment.into(), against: against.into(), difference }
    }
}
