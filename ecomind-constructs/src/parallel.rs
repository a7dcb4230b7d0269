//! Work on many things at once, with results in their order.

use std::{
    cmp::Reverse,
    iter,
    num::NonZeroUsize,
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::processor::Processor;

/// Below this weight of all things, threads cost more than they save.
const WORTH_A_THREAD: usize = 200;

/// Asked once, since the answer is in several files of the system.
static CORES: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, NonZeroUsize::get));

/// What `make` gives for each item, in their order, on all cores when there is much to do.
///
/// `weight` says how much work an item is, beside the others: the heaviest come first, so that no
/// core is left with one of them at the end. 1 is about 5 µs.
pub(crate) fn in_parallel<I: Copy + Sync, O: Send>(
    items: &[I],
    weight: impl Fn(I) -> usize,
    make: impl Fn(I) -> O + Sync,
) -> Vec<O> {
    let weights: Vec<usize> = items.iter().map(|&item| weight(item)).collect();
    let cores = (*CORES).min(items.len());
    if weights.iter().sum::<usize>() < WORTH_A_THREAD || cores <= 1 {
        return items.iter().map(|&item| make(item)).collect();
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&index| Reverse(weights[index]));
    // Whoever is done takes the next item, so that no core waits for a slower one.
    let next = AtomicUsize::new(0);
    let work = || {
        let take = || {
            let &index = order.get(next.fetch_add(1, Ordering::Relaxed))?;
            Some((index, make(items[index])))
        };
        iter::from_fn(take).collect::<Vec<_>>()
    };
    let own = Processor::current();
    let help = || {
        own.leave();
        work()
    };
    let mut results = thread::scope(|scope| {
        let helpers: Vec<_> = (1..cores)
            .map(|_| {
                let helper = scope.spawn(help);
                own.let_leave();
                helper
            })
            .collect();
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
            for weight in [|_| 1, |item| item, |item| 1000 - item] {
                let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
                assert_eq!(in_parallel(&items, weight, |item| item * 2), doubled);
            }
        }
    }

    #[test]
    fn a_panic_of_an_item_is_one_of_whoever_asked() {
        let items: Vec<usize> = (0..WORTH_A_THREAD).collect();
        let make = |item| if item == 40 { panic!("item 40") } else { item };
        let asked = std::panic::catch_unwind(|| in_parallel(&items, |_| 1, make));
        assert_eq!(asked.unwrap_err().downcast_ref(), Some(&"item 40"));
    }
}
