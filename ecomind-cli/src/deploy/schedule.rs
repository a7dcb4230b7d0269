//! The order of stacks: each after those that it waits for, the rest side by side.

use std::future::Future;

use futures_util::stream::{FuturesUnordered, StreamExt as _};

/// Does `work` for each index of `waits_for`, which lists the indices that it waits for, at most
/// `limit` at once. After the first failure nothing is begun, and what is under way is finished.
///
/// The result of what was not begun is none.
pub(super) async fn in_order<T, E, F: Future<Output = Result<T, E>>>(
    waits_for: &[Vec<usize>],
    limit: usize,
    work: impl Fn(usize) -> F,
) -> Vec<Option<Result<T, E>>> {
    let mut results: Vec<Option<Result<T, E>>> = waits_for.iter().map(|_| None).collect();
    let mut is_begun = vec![false; waits_for.len()];
    let mut under_way = FuturesUnordered::new();
    let mut has_failed = false;
    loop {
        for index in 0..waits_for.len() {
            let is_done = |other: &usize| matches!(results[*other], Some(Ok(_)));
            let is_next = !is_begun[index] && waits_for[index].iter().all(is_done);
            if !has_failed && is_next && under_way.len() < limit.max(1) {
                is_begun[index] = true;
                let future = work(index);
                under_way.push(async move { (index, future.await) });
            }
        }
        let Some((index, result)) = under_way.next().await else { return results };
        has_failed |= result.is_err();
        results[index] = Some(result);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};

    use super::*;

    fn block_on<T>(work: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        runtime.block_on(work)
    }

    #[test]
    fn each_comes_after_what_it_waits_for() {
        let order = RefCell::new(Vec::new());
        let waits_for = [vec![1, 2], vec![2], vec![]];
        let work = |index| {
            order.borrow_mut().push(index);
            async move { Ok::<_, ()>(index) }
        };
        let results = block_on(in_order(&waits_for, 4, work));
        assert_eq!(*order.borrow(), [2, 1, 0]);
        assert!(results.iter().all(|result| matches!(result, Some(Ok(_)))));
    }

    #[test]
    fn at_most_so_many_are_under_way() {
        let (now, most) = (Cell::new(0), Cell::new(0));
        let (now, most) = (&now, &most);
        let work = |_| async move {
            now.set(now.get() + 1);
            most.set(most.get().max(now.get()));
            tokio::task::yield_now().await;
            now.set(now.get() - 1);
            Ok::<_, ()>(())
        };
        block_on(in_order(&vec![vec![]; 9], 2, work));
        assert_eq!(most.get(), 2);
    }

    #[test]
    fn nothing_is_begun_after_a_failure() {
        let waits_for = [vec![], vec![0], vec![]];
        let work = |index| async move { if index == 0 { Err("no") } else { Ok(()) } };
        let results = block_on(in_order(&waits_for, 1, work));
        assert_eq!(results, [Some(Err("no")), None, None]);
    }
}
