//! What can go wrong, as a sentence.

use std::{fmt, path::Path};

pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A message for the person who ran the command.
#[derive(Debug)]
pub(crate) struct Error(String);

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// `cannot read a/b: not found`
    pub(crate) fn file(verb: &str, path: &Path, source: impl fmt::Display) -> Self {
        Self(format!("cannot {verb} {}: {source}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
