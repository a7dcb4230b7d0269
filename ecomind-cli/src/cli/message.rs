//! What is wrong, or wants attention.

use std::{error, fmt};

use ecomind_constructs::{Error, SourceLocation, synth::Warning};

/// One thing to say about something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    /// Lower case, no period.
    pub(super) text: String,
    pub(super) location: Option<SourceLocation>,
    /// Lines of more, such as what is wrong where.
    pub(super) details: Vec<String>,
    pub(super) hint: Option<String>,
}

/// What ends a command: at least one message.
#[derive(Debug)]
pub(super) struct Failure(pub(super) Vec<Message>);

impl Message {
    /// A message of one line.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), location: None, details: Vec::new(), hint: None }
    }

    /// What to do about it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The messages of whatever ended a command.
    pub(super) fn of_error(error: anyhow::Error) -> Vec<Self> {
        #[cfg(feature = "deploy")]
        let error = match error.downcast::<super::deploying::Ended>() {
            Ok(ended) => return ended.failure.0,
            Err(other) => other,
        };
        match error.downcast::<Failure>() {
            Ok(Failure(messages)) => messages,
            Err(other) => vec![Self::new(format!("{other:#}"))],
        }
    }
}

impl From<&Error> for Message {
    fn from(error: &Error) -> Self {
        Self { location: error.location(), hint: error.hint(), ..Self::new(error.to_string()) }
    }
}

impl From<&Warning> for Message {
    fn from(warning: &Warning) -> Self {
        let text = format!("`{}` {}", warning.path, warning.message);
        Self { location: Some(warning.location), ..Self::new(text) }
    }
}

impl From<Message> for Failure {
    fn from(message: Message) -> Self {
        Self(vec![message])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(|message| message.text.as_str()).collect();
        f.write_str(&texts.join("\n"))
    }
}

impl error::Error for Failure {}
