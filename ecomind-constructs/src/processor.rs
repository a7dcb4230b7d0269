//! The processor that a thread runs on.
//!
//! Linux starts a thread on the processor of its parent, behind it, and moves it to one that is free
//! when it next looks at the load, up to 4 ms later. What lasts a few milliseconds would be over by
//! then, on one processor. So a new thread moves itself, and its parent lets it.

#[cfg(target_os = "linux")]
use std::thread;

#[cfg(target_os = "linux")]
use nix::{
    sched::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity},
    unistd::Pid,
};

/// The processor that a thread runs on, where it is known. On other systems than Linux nothing is
/// known of it, and nothing is done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Processor(#[cfg(target_os = "linux")] Option<usize>);

#[cfg(target_os = "linux")]
impl Processor {
    /// That of this thread.
    pub(crate) fn current() -> Self {
        Self(sched_getcpu().ok())
    }

    /// Moves this thread to another processor. It may run on all of them afterwards as before, and
    /// stays where it is when it may run on none but this one, or the system does not let it.
    pub(crate) fn leave(self) {
        let (Some(own), Ok(all)) = (self.0, sched_getaffinity(THIS_THREAD)) else { return };
        let mut others = all;
        let is_left = others.unset(own).is_ok() && others != CpuSet::new();
        if is_left && sched_setaffinity(THIS_THREAD, &others).is_ok() {
            // What was allowed before still is.
            let _ = sched_setaffinity(THIS_THREAD, &all);
        }
    }

    /// Lets a new thread run, so that it can leave.
    pub(crate) fn let_leave(self) {
        if self.0.is_some() {
            thread::yield_now();
        }
    }
}

/// What the system takes for the thread that asks.
#[cfg(target_os = "linux")]
const THIS_THREAD: Pid = Pid::from_raw(0);

#[cfg(not(target_os = "linux"))]
impl Processor {
    pub(crate) fn current() -> Self {
        Self()
    }

    #[expect(clippy::unused_self, reason = "it is the same call on every system")]
    pub(crate) fn leave(self) {}

    #[expect(clippy::unused_self, reason = "it is the same call on every system")]
    pub(crate) fn let_leave(self) {}
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_thread_leaves_and_may_come_back() {
        let all = || sched_getaffinity(THIS_THREAD).unwrap();
        let (before, after) = thread::spawn(move || {
            let before = all();
            Processor::current().leave();
            (before, all())
        })
        .join()
        .unwrap();
        assert_eq!(before, after);
    }

    #[test]
    fn a_thread_that_may_be_nowhere_else_stays() {
        thread::spawn(|| {
            let own = Processor::current();
            let mut only = CpuSet::new();
            only.set(own.0.unwrap()).unwrap();
            sched_setaffinity(THIS_THREAD, &only).unwrap();
            own.leave();
            assert_eq!(Processor::current().0, own.0);
            assert_eq!(sched_getaffinity(THIS_THREAD).unwrap(), only);
        })
        .join()
        .unwrap();
    }
}
