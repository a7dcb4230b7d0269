//! What stops a deployment.

use std::result;

use ecomind_constructs::SourceLocation;

use crate::cloudformation::{Error, ErrorKind};

/// The result of a step.
pub(crate) type Result<T> = result::Result<T, Problem>;

/// One thing that is wrong, in words for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Lower case, no period.
    pub(crate) text: String,
    /// The line to look at.
    pub(crate) location: Option<SourceLocation>,
    /// Lines of more.
    pub(crate) details: Vec<String>,
    /// What to do about it.
    pub(crate) hint: Option<String>,
    /// Whether it is that somebody said no, or nobody could be asked.
    pub(crate) kind: ProblemKind,
}

/// What the caller of a command may want to tell apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    /// It could not be done.
    #[default]
    Failure,
    /// Somebody said no.
    Declined,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Problem {
    /// A problem of one line.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// What to do about it.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// One more line.
    pub(crate) fn detail(mut self, line: impl Into<String>) -> Self {
        self.details.push(line.into());
        self
    }

    /// The problem that somebody pressed Ctrl-C.
    pub(crate) fn interrupted(text: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Interrupted, ..Self::new(text) }
    }

    /// A call about `stack` that failed.
    pub(crate) fn of(stack: &str, error: &Error) -> Self {
        let hint = error.hint().map(str::to_owned);
        let text = match error.kind {
            // Every stack lacks them.
            ErrorKind::NoCredentials | ErrorKind::ExpiredCredentials => error.to_string(),
            _ => format!("`{stack}`: {error}"),
        };
        Self { hint, ..Self::new(text) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self { hint: error.hint().map(str::to_owned), ..Self::new(error.to_string()) }
    }
}
