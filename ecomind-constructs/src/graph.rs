//! Order and cycles among things that wait for each other.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap, VecDeque},
};

/// Things numbered from 0, and which of them waits for which.
#[derive(Debug)]
pub(crate) struct Graph {
    /// What each one waits for.
    waits_for: Vec<BTreeSet<usize>>,
}

impl Graph {
    pub(crate) fn new(count: usize) -> Self {
        Self { waits_for: vec![BTreeSet::new(); count] }
    }

    pub(crate) fn add(&mut self, from: usize, to: usize) {
        self.waits_for[from].insert(to);
    }

    /// What `from` waits for itself.
    pub(crate) fn waits_for(&self, from: usize) -> &BTreeSet<usize> {
        &self.waits_for[from]
    }

    /// Every thing after those that it waits for, otherwise in their own order; or else the
    /// shortest cycle.
    pub(crate) fn order(&self) -> Result<Vec<usize>, Vec<usize>> {
        let count = self.waits_for.len();
        let mut waiting: Vec<usize> = self.waits_for.iter().map(BTreeSet::len).collect();
        let mut wanted_by: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (from, all) in self.waits_for.iter().enumerate() {
            for &to in all {
                wanted_by[to].push(from);
            }
        }
        let mut ready: BinaryHeap<_> = (0..count)
            .filter(|&at| waiting[at] == 0)
            .map(Reverse)
            .collect();
        let mut order = Vec::with_capacity(count);
        while let Some(Reverse(at)) = ready.pop() {
            order.push(at);
            for &from in &wanted_by[at] {
                waiting[from] -= 1;
                if waiting[from] == 0 {
                    ready.push(Reverse(from));
                }
            }
        }
        if order.len() == count { Ok(order) } else { Err(self.shortest_cycle(&waiting)) }
    }

    /// The shortest way from anything that still waits back to itself.
    fn shortest_cycle(&self, waiting: &[usize]) -> Vec<usize> {
        let mut shortest: Vec<usize> = Vec::new();
        for start in (0..waiting.len()).filter(|&at| 0 < waiting[at]) {
            let limit = if shortest.is_empty() { usize::MAX } else { shortest.len() };
            if let Some(cycle) = self.cycle_from(start, limit) {
                shortest = cycle;
            }
            // Nothing is shorter than something that waits for itself.
            if shortest.len() == 1 {
                break;
            }
        }
        shortest
    }

    /// The shortest way from `start` back to it, if it has fewer than `limit` steps.
    fn cycle_from(&self, start: usize, limit: usize) -> Option<Vec<usize>> {
        let mut came_from: Vec<Option<usize>> = vec![None; self.waits_for.len()];
        let mut queue = VecDeque::from([(start, 1)]);
        while let Some((at, steps)) = queue.pop_front() {
            if limit <= steps {
                return None;
            }
            for &next in &self.waits_for[at] {
                if next == start {
                    let mut cycle = vec![at];
                    while let Some(before) = came_from[cycle[cycle.len() - 1]] {
                        cycle.push(before);
                    }
                    cycle.reverse();
                    return Some(cycle);
                }
                if came_from[next].is_none() {
                    came_from[next] = Some(at);
                    queue.push_back((next, steps + 1));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(count: usize, edges: &[(usize, usize)]) -> Graph {
        let mut graph = Graph::new(count);
        edges.iter().for_each(|&(from, to)| graph.add(from, to));
        graph
    }

    #[test]
    fn what_is_waited_for_comes_first_and_ties_keep_their_order() {
        assert_eq!(graph(4, &[(0, 2), (1, 2)]).order(), Ok(vec![2, 0, 1, 3]));
    }

    #[test]
    fn rejects_a_cycle_with_the_shortest_one() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 2), (4, 0)];
        assert_eq!(graph(5, &edges).order(), Err(vec![2, 3]));
        assert_eq!(graph(2, &[(0, 1), (1, 1)]).order(), Err(vec![1]));
    }
}
