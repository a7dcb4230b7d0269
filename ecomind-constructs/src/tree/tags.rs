//! Tags that flow down.

use crate::{Result, location::SourceLocation};

use super::Scope;

impl Scope<'_> {
    /// Tags everything at and below this place that takes tags.
    ///
    /// The nearest scope wins, and a tag that a resource sets itself wins over all. A key has 1 to
    /// 128 characters and does not begin with `aws:`, a value has at most 256.
    #[track_caller]
    pub fn tag(&mut self, key: impl Into<String>, value: impl Into<String>) -> Result<()> {
        let location = SourceLocation::caller();
        let (key, value) = (key.into(), value.into());
        let flaw = match (key.chars().count(), value.chars().count()) {
            (1..=128, 0..=256) if !key.to_ascii_lowercase().starts_with("aws:") => None,
            (1..=128, 0..=256) => Some(format!("must not begin with `aws:`, got {key:?}")),
            (1..=128, length) => {
                Some(format!("must have at most 256 characters as a value, got {length}"))
            }
            (length, _) => Some(format!("must have 1 to 128 characters as a key, got {length}")),
        };
        if let Some(reason) = flaw {
            return Err(self.invalid_at("tag", reason, location));
        }
        let tags = &mut self.node_mut().tags;
        // Said again, it is another value of the same tag.
        tags.retain(|(known, _)| *known != key);
        tags.push((key, value));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::tree::App;

    #[test]
    fn rejects_keys_and_values_that_aws_refuses() {
        let mut app = App::new();
        let mut scope = app.scope();
        let texts = [
            scope.tag("", "x"),
            scope.tag("AWS:name", "x"),
            scope.tag("k".repeat(129), "x"),
            scope.tag("key", "v".repeat(257)),
        ]
        .map(|result| result.expect_err("refused").to_string());
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `tag` of `(app)` must have 1 to 128 characters as a key, got 0
        `tag` of `(app)` must not begin with `aws:`, got "AWS:name"
        `tag` of `(app)` must have 1 to 128 characters as a key, got 129
        `tag` of `(app)` must have at most 256 characters as a value, got 257
        "#);
    }
}
