//! Pauses between two looks at something that takes its time.

use std::time::Duration;

use crate::cloudformation::pause;

/// Pauses that grow, and are never quite the same, so that many deployments don't ask at once.
///
/// They are twice as long as all before together, so that what is quick is seen at once, then brisk
/// for half a minute, and in the end a twelfth of the wait, so that what takes long is seen soon
/// enough.
#[derive(Debug)]
pub(super) struct BackOff {
    waited: Duration,
}

const FIRST: Duration = Duration::from_millis(120);
const BRISK: Duration = Duration::from_millis(2_400);
const LONGEST: Duration = Duration::from_secs(5);

impl BackOff {
    /// Begins with a short pause.
    pub(super) fn new() -> Self {
        Self { waited: Duration::ZERO }
    }

    /// Waits.
    pub(super) async fn wait(&mut self) {
        let next = self.next();
        let jitter = 0.8 + 0.4 * fastrand::f64();
        pause(next.mul_f64(jitter)).await;
        self.waited += next;
    }

    fn next(&self) -> Duration {
        let brisk = (2 * self.waited).clamp(FIRST, BRISK);
        brisk.max(self.waited / 12).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_short_then_brisk_and_then_a_part_of_the_wait() {
        let mut pauses = BackOff::new();
        let mut all = Vec::new();
        while pauses.waited < Duration::from_mins(2) {
            let next = pauses.next();
            pauses.waited += next;
            all.push(next.as_millis());
        }
        assert_eq!(all[..5], [120, 240, 720, 2_160, 2_400]);
        assert_eq!(*all.last().unwrap(), 5_000);
        assert!(all.is_sorted() && all.len() == 36, "{all:?}");
    }
}
