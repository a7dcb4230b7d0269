//! What is noted about stacks while their templates are made.

use std::{
    collections::BTreeMap,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use ecomind_constructs::{
    rules::Inspector,
    synth::{Observer, StackArtifact},
    template::Template,
    validation::Finding,
};

/// Notes how long each stack takes, and what an inspector finds in it, by the id of the stack.
#[derive(Debug, Default)]
pub(super) struct Watch<'a> {
    inspector: Option<&'a Inspector>,
    /// Inspectors that nobody uses now, with what they compiled.
    idle: Mutex<Vec<Inspector>>,
    times: Mutex<BTreeMap<String, Duration>>,
    findings: Mutex<BTreeMap<String, Vec<Finding>>>,
}

impl<'a> Watch<'a> {
    /// With nobody to inspect them, nothing is found.
    pub(super) fn new(inspector: Option<&'a Inspector>) -> Self {
        Self { inspector, ..Self::default() }
    }

    /// How long the template of each stack took.
    pub(super) fn times(&self) -> BTreeMap<String, Duration> {
        mem::take(&mut own(&self.times))
    }

    /// What was found in each stack; those without findings are left out.
    pub(super) fn findings(&self) -> BTreeMap<String, Vec<Finding>> {
        mem::take(&mut own(&self.findings))
    }
}

impl Observer for Watch<'_> {
    fn on_stack(&self, id: &str, make: &mut dyn FnMut()) {
        let start = Instant::now();
        make();
        own(&self.times).insert(id.to_owned(), start.elapsed());
    }

    fn on_template(&self, stack: &StackArtifact, template: &dyn Fn() -> Template) {
        let Some(inspector) = self.inspector else { return };
        let idle = own(&self.idle).pop();
        let mut inspector = idle.unwrap_or_else(|| inspector.another());
        let found = inspector.inspect_read(stack, &template());
        own(&self.idle).push(inspector);
        if !found.is_empty() {
            own(&self.findings).insert(stack.id.clone(), found);
        }
    }
}

/// What is behind a lock. A panic elsewhere goes on there, and leaves nothing half-done here.
fn own<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
