//! What went wrong with a call.

use std::{error, fmt, result};

/// The result of a call.
pub(crate) type Result<T> = result::Result<T, Error>;

/// A call that failed, after all that is worth retrying was retried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Error {
    /// What kind of thing went wrong.
    pub(crate) kind: ErrorKind,
    /// The call, such as `CreateChangeSet`.
    pub(crate) call: &'static str,
    /// What AWS says, or why it could not be asked.
    pub(crate) message: String,
}

/// What a caller may want to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// There are no credentials.
    NoCredentials,
    /// The credentials were good once.
    ExpiredCredentials,
    /// The credentials are of another account.
    WrongAccount,
    /// The credentials are unknown to AWS.
    UnknownCredentials,
    /// The credentials do not allow the call.
    Denied,
    /// The clock of this machine is too far off.
    ClockSkew,
    /// Nothing says the region.
    NoRegion,
    /// Too many calls, also after waiting.
    Throttled,
    /// A server error.
    Unavailable,
    /// No connection, or one that broke or hung.
    Unreachable,
    /// There is no such stack.
    StackMissing,
    /// Something else is changing the stack.
    StackBusy,
    /// There is no such change set.
    ChangeSetMissing,
    /// Something of the name exists.
    AlreadyExists,
    /// The change set is not, or no more, in a state to be executed.
    NotExecutable,
    /// The stack is protected from deletion.
    Protected,
    /// The account may not have more of it.
    QuotaExceeded,
    /// There is no such bucket.
    BucketMissing,
    /// The bucket does not have the setting that was asked for.
    SettingMissing,
    /// The request is not right, or not possible in this state.
    Invalid,
    /// The endpoint does not know the call.
    Unsupported,
    /// Anything else.
    Other,
}

impl Error {
    /// A call of the kind `kind`.
    pub(crate) fn new(kind: ErrorKind, call: &'static str, message: impl Into<String>) -> Self {
        Self { kind, call, message: message.into() }
    }

    /// What to do about it, where that is always the same.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        Some(match self.kind {
            ErrorKind::NoCredentials => {
                "three ways on: configure credentials (`aws configure`, `AWS_PROFILE`, \
                 `--profile`), point to an endpoint with `AWS_ENDPOINT_URL`, or try it with \
                 `--local`"
            }
            ErrorKind::ExpiredCredentials => {
                "get new credentials, such as with `aws sso login`, and run it again: it goes on \
                 where it was"
            }
            ErrorKind::UnknownCredentials => {
                "check `AWS_ACCESS_KEY_ID` and `AWS_PROFILE`: AWS does not know these credentials"
            }
            ErrorKind::WrongAccount => {
                "take credentials of that account, or name a role to assume there with \
                 `--assume-role`"
            }
            ErrorKind::ClockSkew => "set the clock of this machine, and run it again",
            ErrorKind::NoRegion => {
                "give a region to the app, to `--region`, to `AWS_REGION` or to the profile"
            }
            ErrorKind::Throttled | ErrorKind::Unavailable | ErrorKind::Unreachable => {
                "run it again: it goes on where it was"
            }
            _ => return None,
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::NoCredentials | ErrorKind::WrongAccount | ErrorKind::NoRegion => {
                f.write_str(&self.message)
            }
            _ => write!(f, "`{}`: {}", self.call, self.message),
        }
    }
}

impl error::Error for Error {}
