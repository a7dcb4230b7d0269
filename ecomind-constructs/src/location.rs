//! Where in the source a construct was declared.

use std::{fmt, panic::Location};

/// A line of Rust: shown by errors, findings and diffs, and never part of a template.
///
/// ```
/// use ecomind_constructs::SourceLocation;
///
/// let here = SourceLocation::caller();
/// assert!(0 < here.line() && 0 < here.column());
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SourceLocation(&'static Location<'static>);

impl SourceLocation {
    /// The line that called the function which calls this one.
    #[track_caller]
    #[must_use]
    pub fn caller() -> Self {
        Self(Location::caller())
    }

    /// The file, as the compiler was given it: relative to the workspace for its members.
    #[must_use]
    pub fn file(self) -> &'static str {
        self.0.file()
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(self) -> u32 {
        self.0.line()
    }

    /// The column, counted from 1.
    #[must_use]
    pub fn column(self) -> u32 {
        self.0.column()
    }

    /// Whether the line belongs to this library, which is never where a user has to look.
    pub(crate) fn is_in_library(self) -> bool {
        // The library's own tests stand for its users.
        !cfg!(test) && self.file().starts_with(SOURCES)
    }
}

/// The folder that holds this crate's modules, in the form that the compiler was given.
const SOURCES: &str = file!().split_at(file!().len() - "location.rs".len()).0;

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file(), self.line(), self.column())
    }
}

impl fmt::Debug for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
