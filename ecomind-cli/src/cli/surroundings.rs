//! The variables of a process, or what a test puts in their place.

use std::collections::BTreeMap;
#[cfg(feature = "deploy")]
use std::env;

/// The variables of a process, or what a test puts in their place.
#[derive(Debug, Clone)]
pub(crate) enum Surroundings {
    /// Those of this process.
    Process,
    /// These and no others.
    #[cfg_attr(not(feature = "deploy"), expect(dead_code, reason = "deployments read them"))]
    Given(BTreeMap<String, String>),
}

#[cfg(feature = "deploy")]
impl Surroundings {
    /// A variable, unless it is empty.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        let value = match self {
            Self::Process => env::var(name).ok(),
            Self::Given(variables) => variables.get(name).cloned(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// Whether there is more than the variables: files, terminals, the metadata of a machine.
    pub(super) fn is_process(&self) -> bool {
        matches!(self, Self::Process)
    }
}
