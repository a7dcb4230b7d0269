//! Pauses between two looks at something that takes its time.

use std::time::Duration;

use crate::cloudformation::pause;

/// Pauses that grow, and are never quite the same, so that many deployments don't ask at once.
#[derive(Debug)]
pub(super) struct BackOff {
    next: Duration,
}

const FIRST: Duration = Duration::from_millis(120);
const LONGEST: Duration = Duration::from_secs(4);
const GROWTH: f64 = 1.4;

impl BackOff {
    /// Begins with a short pause.
    pub(super) fn new() -> Self {
        Self { next: FIRST }
    }

    /// Waits.
    pub(super) async fn wait(&mut self) {
        let jitter = 0.8 + 0.4 * fastrand::f64();
        pause(self.next.mul_f64(jitter)).await;
        self.next = self.next.mul_f64(GROWTH).min(LONGEST);
    }
}
