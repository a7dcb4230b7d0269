//! A bar for each stack that is being deployed.

use std::{cell::RefCell, time::Instant};

use indexmap::IndexMap;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::deploy::ResourceEvent;

/// A bar for each stack that is being deployed.
pub(super) struct Bars {
    all: MultiProgress,
    stacks: RefCell<IndexMap<String, Stack>>,
}

struct Stack {
    bar: ProgressBar,
    /// Resources under way, and since when.
    under_way: IndexMap<String, Instant>,
}

impl Bars {
    /// No bars yet, on the standard error.
    pub(super) fn new() -> Self {
        Self { all: MultiProgress::new(), stacks: RefCell::default() }
    }

    /// Writes something else above the bars.
    pub(super) fn above<T>(&self, write: impl FnOnce() -> T) -> T {
        self.all.suspend(write)
    }

    /// Adds the bar of a stack, in which `resources` change.
    pub(super) fn start(&self, stack: &str, resources: usize) {
        let bar = ProgressBar::new(u64::try_from(resources).unwrap_or_default());
        let style = ProgressStyle::with_template("{prefix} [{bar:24}] {pos}/{len} {msg}");
        bar.set_style(style.expect("the template is right").progress_chars("=> "));
        bar.set_prefix(stack.to_owned());
        let bar = self.all.add(bar);
        bar.tick();
        let stack = (stack.to_owned(), Stack { bar, under_way: IndexMap::new() });
        self.stacks.borrow_mut().insert(stack.0, stack.1);
    }

    /// Counts what is done, and shows what takes longest.
    pub(super) fn see(&self, event: &ResourceEvent) {
        let mut stacks = self.stacks.borrow_mut();
        let Some(stack) = stacks.get_mut(&event.stack).filter(|_| !event.is_stack) else { return };
        let name = event
            .path
            .clone()
            .unwrap_or_else(|| event.logical_id.clone());
        if event.status.ends_with("_IN_PROGRESS") {
            stack.under_way.entry(name).or_insert_with(Instant::now);
        } else if stack.under_way.shift_remove(&name).is_some() {
            stack.bar.inc(1);
        }
        let slowest = stack
            .under_way
            .first()
            .map(|(name, since)| format!("{name} {}s", since.elapsed().as_secs()));
        stack.bar.set_message(slowest.unwrap_or_default());
    }

    /// Takes the bar of a stack away.
    pub(super) fn finish(&self, stack: &str) {
        if let Some(stack) = self.stacks.borrow_mut().shift_remove(stack) {
            stack.bar.finish_and_clear();
        }
    }
}
