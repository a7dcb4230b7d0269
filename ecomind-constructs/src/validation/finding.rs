//! One thing that is wrong, or wants attention.

use std::fmt;

use crate::{Path, SourceLocation};

/// What a rule is called: lower-case words with hyphens, such as `unknown-property`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(&'static str);

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It deploys, and wants attention.
    Warning,
    /// It does not deploy, or must not.
    Error,
}

/// One thing that is wrong with a template, or wants attention.
///
/// Its text names the construct where it is known, or else the logical id; lower case, no period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that finds it.
    pub rule: RuleId,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is in the template, such as `Resources/Queue/Properties/DelaySeconds`; empty for
    /// the template itself.
    pub at: String,
    /// The resource that it is in, if it is in one.
    pub logical_id: Option<String>,
    /// What is wrong, said of the place: `must be 0 to 900, got 901`.
    pub message: String,
    /// What to do about it, where there is more to say.
    pub hint: Option<String>,
    /// The construct, when the template comes from an app.
    pub construct: Option<Path>,
    /// The line that declares it, when the template comes from an app.
    pub location: Option<SourceLocation>,
}

impl RuleId {
    /// The id with this text.
    ///
    /// ```
    /// use ecomind_constructs::validation::RuleId;
    ///
    /// const TAGGED: RuleId = RuleId::new("acme-tagged");
    /// assert_eq!(TAGGED.to_string(), "acme-tagged");
    /// ```
    #[must_use]
    pub const fn new(id: &'static str) -> Self {
        Self(id)
    }

    /// The text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Finding {
    /// A finding at a place of a template. What is at `Resources/ID` or below it is about the
    /// resource `ID`.
    pub fn new(
        rule: RuleId,
        severity: Severity,
        at: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let at = at.into();
        let inside = at.strip_prefix("Resources/");
        let logical_id = inside.and_then(|inside| inside.split('/').next());
        Self {
            rule,
            severity,
            logical_id: logical_id.filter(|id| !id.is_empty()).map(str::to_owned),
            at,
            message: message.into(),
            hint: None,
            construct: None,
            location: None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The place below the resource, without the word that every property has in front.
    fn inside(&self) -> &str {
        let Some(id) = &self.logical_id else { return &self.at };
        let inside = self
            .at
            .get("Resources/".len() + id.len() + 1..)
            .unwrap_or_default();
        inside.strip_prefix("Properties/").unwrap_or(inside)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { message, .. } = self;
        let inside = match self.inside() {
            "Properties" => "",
            inside => inside,
        };
        let construct = self.construct.as_ref().map(Path::as_str);
        match (inside, construct.or(self.logical_id.as_deref())) {
            ("", None) => write!(f, "the template {message}"),
            ("", Some(owner)) => write!(f, "`{owner}` {message}"),
            (inside, None) => write!(f, "`{inside}` {message}"),
            (inside, Some(owner)) => write!(f, "`{inside}` of `{owner}` {message}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: RuleId = RuleId::new("made-up");

    #[test]
    fn a_text_names_the_smallest_thing_that_has_a_name() {
        let text = |at: &str| Finding::new(RULE, Severity::Error, at, "is odd").to_string();
        assert_eq!(text(""), "the template is odd");
        assert_eq!(text("Outputs/Url/Value"), "`Outputs/Url/Value` is odd");
        assert_eq!(text("Resources/Queue"), "`Queue` is odd");
        assert_eq!(text("Resources/Queue/Properties"), "`Queue` is odd");
        assert_eq!(text("Resources/Queue/Properties/Name"), "`Name` of `Queue` is odd");
        assert_eq!(text("Resources/Queue/DependsOn/0"), "`DependsOn/0` of `Queue` is odd");
    }

    #[test]
    fn a_construct_stands_for_its_logical_id() {
        let mut finding = Finding::new(RULE, Severity::Error, "Resources/Queue12AB", "is odd");
        finding.construct = Some(Path::of(["Data", "Queue"]));
        assert_eq!(finding.to_string(), "`Data/Queue` is odd");
    }
}
