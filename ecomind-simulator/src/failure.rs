//! What AWS answers when it refuses a call.

/// The result of an action.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// An error of the service: its code, its sentence, and the HTTP status it comes with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) status: u16,
}

impl Failure {
    /// What CloudFormation says to almost everything that it refuses.
    pub(crate) fn validation(message: impl Into<String>) -> Self {
        Self::new("ValidationError", message)
    }

    /// An error of the caller.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), status: 400 }
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(crate) fn no_stack(name: &str) -> Self {
        Self::validation(format!("Stack with id {name} does not exist"))
    }

    pub(crate) fn no_change_set(name: &str) -> Self {
        Self::new("ChangeSetNotFound", format!("ChangeSet [{name}] does not exist")).status(404)
    }
}
