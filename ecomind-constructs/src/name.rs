//! What constructs are called: ids, paths, and the handles of nodes.

use std::fmt;

/// Where a construct is in the tree: its id and those of its ancestors, joined by `/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(String);

impl Path {
    /// The path with these components, outermost first.
    pub(crate) fn of<'a>(components: impl IntoIterator<Item = &'a str>) -> Self {
        let components: Vec<&str> = components.into_iter().collect();
        Self(components.join("/"))
    }

    /// The path as text, such as `Checkout/Sessions`; empty for the app itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "(app)" } else { &self.0 })
    }
}

/// A node of one app's tree.
///
/// A node remembers its app, so that a handle of another app is an error and never a wrong
/// resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeId {
    pub(crate) app: u32,
    pub(crate) index: u32,
}

/// Says why `id` can't be the id of a construct, if it can't.
pub(crate) fn flaw_of_id(id: &str) -> Option<&'static str> {
    if id.is_empty() {
        return Some("must not be empty");
    }
    // A slash parts the components of a path.
    if id.contains('/') {
        return Some("must not contain `/`");
    }
    if id.chars().any(char::is_control) {
        return Some("must not contain control characters");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_joins_its_components() {
        assert_eq!(Path::of(["Checkout", "Sessions"]).as_str(), "Checkout/Sessions");
        assert_eq!(Path::of([]).to_string(), "(app)");
    }

    #[test]
    fn an_id_may_hold_anything_but_slashes_and_control_characters() {
        assert_eq!(flaw_of_id("Größe 1.a-b_c"), None);
        assert_eq!(flaw_of_id(""), Some("must not be empty"));
        assert_eq!(flaw_of_id("a/b"), Some("must not contain `/`"));
        assert_eq!(flaw_of_id("a\n"), Some("must not contain control characters"));
    }
}
