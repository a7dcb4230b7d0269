//! Time that passes when everybody waits, for tests: an hour of pauses takes no time at all.
//!
//! What waits for something else than [`pause`], such as for a connection, stops it for good.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::Future,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

/// How the work of [`run`] ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended<T> {
    Done(T),
    /// Somebody called [`kill`]: it was dropped where it was.
    Killed,
}

thread_local! {
    static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

#[derive(Default)]
struct Clock {
    now: Duration,
    serial: u64,
    is_killed: bool,
    /// Who waits, by when it is over.
    sleepers: BTreeMap<(Duration, u64), Waker>,
}

/// Does `work` in this thread, in virtual time.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> Ended<T> {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build();
    let runtime = runtime.expect("a thread can have a runtime");
    // Whoever listens for Ctrl-C wants one.
    let _entered = runtime.enter();
    CLOCK.set(Some(Clock::default()));
    let ended = drive(pin!(work));
    CLOCK.set(None);
    ended
}

fn drive<T>(mut work: Pin<&mut impl Future<Output = T>>) -> Ended<T> {
    let woken = Arc::new(Woken(AtomicBool::new(false)));
    let waker = Waker::from(woken.clone());
    let mut context = Context::from_waker(&waker);
    loop {
        woken.0.store(false, Ordering::Relaxed);
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return Ended::Done(done);
        }
        if with_clock(|clock| clock.is_killed) {
            return Ended::Killed;
        }
        if !woken.0.load(Ordering::Relaxed) {
            let next = with_clock(|clock| {
                let (until, waker) = clock.sleepers.pop_first()?;
                clock.now = clock.now.max(until.0);
                Some(waker)
            });
            next.expect("everybody waits, and nothing is to come")
                .wake();
        }
    }
}

/// Whether time is virtual here.
pub(crate) fn is_on() -> bool {
    CLOCK.with_borrow(Option::is_some)
}

/// Ends what [`run`] runs, as `kill -9` does.
pub(crate) fn kill() {
    with_clock(|clock| clock.is_killed = true);
}

/// Waits until so much time has passed.
pub(crate) fn pause(duration: Duration) -> Pause {
    with_clock(|clock| {
        clock.serial += 1;
        Pause { until: (clock.now + duration, clock.serial) }
    })
}

/// Waits for a moment.
#[derive(Debug)]
pub(crate) struct Pause {
    until: (Duration, u64),
}

impl Future for Pause {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        with_clock(|clock| {
            if self.until.0 <= clock.now {
                return Poll::Ready(());
            }
            clock.sleepers.insert(self.until, context.waker().clone());
            Poll::Pending
        })
    }
}

impl Drop for Pause {
    fn drop(&mut self) {
        // It may outlive the clock, in a client that is dropped later.
        CLOCK.with_borrow_mut(|clock| {
            if let Some(clock) = clock {
                clock.sleepers.remove(&self.until);
            }
        });
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn with_clock<T>(work: impl FnOnce(&mut Clock) -> T) -> T {
    CLOCK.with_borrow_mut(|clock| work(clock.as_mut().expect("it is inside of `run`")))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn an_hour_takes_no_time_and_the_shorter_pause_ends_first() {
        let start = Instant::now();
        let order = RefCell::new(Vec::new());
        let wait = async |hours: u64| {
            pause(Duration::from_hours(hours)).await;
            order.borrow_mut().push(hours);
        };
        run(async { futures_util::future::join(wait(2), wait(1)).await });
        assert_eq!(*order.borrow(), [1, 2]);
        assert!(start.elapsed() < Duration::from_mins(1));
    }

    #[test]
    fn what_is_killed_goes_no_further() {
        let ended = run(async {
            kill();
            pause(Duration::from_secs(1)).await;
        });
        assert_eq!(ended, Ended::Killed);
    }
}
