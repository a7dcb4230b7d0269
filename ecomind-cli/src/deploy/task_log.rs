//! What a task logs, as it comes.

use crate::cloudformation::{LogLine, Tasks};

use super::{Result, back_off::BackOff};

/// After as many looks without a new line, a task that has stopped has said all: its last lines can
/// arrive seconds later.
const LOOKS: usize = 6;

/// The stream of a log that one container writes to.
pub(super) struct TaskLog<'a> {
    tasks: &'a dyn Tasks,
    group: &'a str,
    stream: String,
    mark: Option<String>,
}

impl<'a> TaskLog<'a> {
    /// From the beginning on. The stream need not be there yet.
    pub(super) fn new(tasks: &'a dyn Tasks, group: &'a str, stream: String) -> Self {
        Self { tasks, group, stream, mark: None }
    }

    /// Tells the lines that are new. Whether there were some.
    pub(super) async fn read(&mut self, tell: &dyn Fn(LogLine)) -> Result<bool> {
        let mut is_new = false;
        loop {
            let mark = self.mark.as_deref();
            let page = self.tasks.log(self.group, &self.stream, mark).await?;
            let Some(page) = page else { return Ok(is_new) };
            is_new |= !page.lines.is_empty();
            let is_end = page.lines.is_empty() || page.mark == self.mark;
            page.lines.into_iter().for_each(tell);
            if page.mark.is_some() {
                self.mark = page.mark;
            }
            if is_end {
                return Ok(is_new);
            }
        }
    }

    /// Tells what is still on its way.
    pub(super) async fn finish(&mut self, tell: &dyn Fn(LogLine)) -> Result<()> {
        let (mut pause, mut looks) = (BackOff::new(), 0);
        while looks < LOOKS {
            pause.wait().await;
            looks = if self.read(tell).await? { 0 } else { looks + 1 };
        }
        Ok(())
    }
}
