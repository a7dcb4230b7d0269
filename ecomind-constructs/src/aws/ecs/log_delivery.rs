//! What happens when log lines come faster than they leave.

use crate::value::Size;

/// What a container does when CloudWatch Logs takes its lines more slowly than it writes them.
///
/// It is always written into the task definition, since the default of an account can be either.
///
/// AWS: [`mode`](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogDelivery {
    /// It goes on working. Lines wait in memory, of which the task needs so much more, and are
    /// lost when it is full. For services.
    NonBlocking {
        /// How much may wait, 1 MiB or more.
        buffer: Size,
    },
    /// It waits, and may look ill to health checks meanwhile. No line is lost. For audits, and
    /// for tasks whose lines are all that they leave behind.
    Blocking,
}

impl LogDelivery {
    /// Lines wait in 25 MiB, which is some ten seconds of a busy service.
    pub const DEFAULT: Self = Self::NonBlocking { buffer: Size::mebibytes(25) };

    /// The options of the log driver, or what is wrong with them.
    pub(super) fn options(self, memory: Size) -> Result<Vec<(&'static str, String)>, String> {
        match self {
            Self::Blocking => Ok(vec![("mode", "blocking".to_owned())]),
            Self::NonBlocking { buffer } if Size::mebibytes(1) <= buffer && buffer < memory => {
                let size = format!("{}m", buffer.as_mebibytes());
                Ok(vec![("mode", "non-blocking".to_owned()), ("max-buffer-size", size)])
            }
            Self::NonBlocking { buffer } => Err(format!(
                "must have a buffer of 1 MiB or more, below the {memory} of its task, got {buffer}"
            )),
        }
    }
}
