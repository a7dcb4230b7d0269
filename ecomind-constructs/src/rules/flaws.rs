//! What rules find.

use crate::validation::Finding;

use super::{About, ResourceView};

/// Collects what rules find.
#[derive(Debug, Default)]
pub struct Flaws {
    found: Vec<(String, String)>,
}

impl Flaws {
    /// Something is wrong with a property, or with the resource itself when `path` is empty.
    pub fn add(&mut self, resource: &ResourceView<'_>, path: &str, message: impl Into<String>) {
        let separator = if path.is_empty() { "" } else { "/" };
        let place = format!("Resources/{}/Properties{separator}{path}", resource.logical_id());
        self.found.push((place, message.into()));
    }

    /// Something is wrong with an attribute such as `DeletionPolicy`.
    pub fn add_attribute(
        &mut self,
        resource: &ResourceView<'_>,
        attribute: &str,
        message: impl Into<String>,
    ) {
        let place = format!("Resources/{}/{attribute}", resource.logical_id());
        self.found.push((place, message.into()));
    }

    /// What the rule `about` found.
    pub(super) fn into_findings(self, about: &About) -> impl Iterator<Item = Finding> {
        let (id, severity, fix) = (about.id, about.severity, about.fix);
        self.found
            .into_iter()
            .map(move |(at, message)| Finding::new(id, severity, at, message).hint(fix))
    }
}
