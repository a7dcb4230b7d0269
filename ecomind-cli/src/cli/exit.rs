//! How a run ends.

use std::{num::NonZeroU8, process::ExitCode};

/// What a process tells the one that started it.
///
/// An interrupt ends the process by its signal, for which shells show 130.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exit {
    /// 0: done, and `--check` found everything current.
    Success,
    /// 1: a mistake in the app or in the arguments, a file that can't be written, or templates
    /// that are not current. No file was changed, unless it is only the data that could not be
    /// printed.
    Failure,
    /// 2: done, and `diff --detailed-exitcode` found changes.
    Changes,
    /// 130: somebody pressed Ctrl-C. CloudFormation goes on with what it has begun.
    Interrupted,
    /// What a task of `run-task` ended with, when that was not 0.
    Task(NonZeroU8),
}

impl Exit {
    /// The number of it.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failure => 1,
            Self::Changes => 2,
            Self::Interrupted => 130,
            Self::Task(code) => code.get(),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
