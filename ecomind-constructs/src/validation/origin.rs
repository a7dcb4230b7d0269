//! From logical ids to constructs and lines.

use std::collections::BTreeMap;

use crate::{Path, SourceLocation};

use super::Finding;

/// Where the resources of a template come from, when an app made it.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    by_logical_id: BTreeMap<String, (Path, SourceLocation)>,
    stack: Option<SourceLocation>,
}

impl Origins {
    /// Nothing is known, except that the stack is declared at `stack`.
    #[must_use]
    pub fn new(stack: SourceLocation) -> Self {
        Self { by_logical_id: BTreeMap::new(), stack: Some(stack) }
    }

    /// Adds what an element of the template comes from.
    pub fn insert(&mut self, logical_id: impl Into<String>, path: Path, location: SourceLocation) {
        self.by_logical_id
            .insert(logical_id.into(), (path, location));
    }

    /// Says in each finding which construct and line it is about.
    pub fn tell(&self, findings: &mut [Finding]) {
        for finding in findings {
            // Parameters, outputs and their like stand below their section too.
            let element = finding.at.split('/').nth(1);
            let element = element.and_then(|id| self.by_logical_id.get(id));
            finding.location = element.map(|(_, location)| *location).or(self.stack);
            if finding.logical_id.is_some() {
                finding.construct = element.map(|(path, _)| path.clone());
            }
        }
    }
}
