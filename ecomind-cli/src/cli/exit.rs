//! How a run ends.

use std::process::ExitCode;

/// What a process tells the one that started it.
///
/// An interrupt ends the process by its signal, for which shells show 130.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exit {
    /// 0: done, and `--check` found everything current.
    Success = 0,
    /// 1: a mistake in the app or in the arguments, a file that can't be written, or templates
    /// that are not current. No file was changed, unless it is only the data that could not be
    /// printed.
    Failure = 1,
    /// 2: done, and `diff --detailed-exitcode` found changes.
    Changes = 2,
    /// 130: somebody pressed Ctrl-C. CloudFormation goes on with what it has begun.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
