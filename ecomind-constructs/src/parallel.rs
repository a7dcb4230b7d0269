//! Work on many things at once, with results in their order.

use std::{
    iter,
    num::NonZeroUsize,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Below this number of things, threads cost more than they save.
const WORTH_A_THREAD: usize = 8;

/// Asked once, since the answer is in several files of the system.
static CORES: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, NonZeroUsize::get));

/// What `make` gives for each item, in their order, on all cores when there are many.
pub(crate) fn in_parallel<I: Copy + Sync, O: Send>(
    items: &[I],
    make: impl Fn(I) -> O + Sync,
) -> Vec<O> {
    let cores = *CORES;
    if items.len() < WORTH_A_THREAD || cores == 1 {
        return items.iter().map(|&item| make(item)).collect();
    }
    // Whoever is done takes the next item, so that no core waits for a slower one.
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || {
            let index = next.fetch_add(1, Ordering::Relaxed);
            items.get(index).map(|&item| (index, make(item)))
        };
        iter::from_fn(take).collect::<Vec<_>>()
    };
    let mut results = thread::scope(|scope| {
        let helpers: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        for helper in helpers {
            match helper.join() {
                Ok(more) => results.extend(more),
                // The panic goes on in the thread that asked.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        for count in [0, 1, WORTH_A_THREAD, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(in_parallel(&items, |item| item * 2), doubled);
        }
    }
}
