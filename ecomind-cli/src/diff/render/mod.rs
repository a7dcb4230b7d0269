//! Differences for people and for machines.

mod github;
mod json;
mod lines;
mod markdown;
mod text;

pub(crate) use self::github::capped;
#[cfg(feature = "deploy")]
pub(crate) use self::text::{stack_text, totals_text};
pub use self::{
    github::{MARKER, github},
    json::{JSON_VERSION, json},
    markdown::markdown,
    text::text,
};

/// What to show.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Shown {
    /// Only exposure, and the findings.
    pub security_only: bool,
    /// How many lines of a long text are shown around those that differ.
    pub context_lines: usize,
}

impl Default for Shown {
    fn default() -> Self {
        Self { security_only: false, context_lines: 3 }
    }
}
