//! The ways of lines through the picture: between boxes, never behind them.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    layout::{BOX_WIDTH, Layout, left_edge},
    model::{Edge, Graph},
};

/// The way of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) start: (usize, usize),
    /// The columns that it goes straight through, in its direction: where it enters one, where it
    /// leaves, and how far down.
    pub(super) through: Vec<(usize, usize, usize)>,
    pub(super) end: (usize, usize),
    /// How far right it swings out, within a column.
    pub(super) swing: Option<usize>,
}

/// Lines that go through the same gap run so far apart, and no further from its middle than that.
const LANE: usize = 3;
const LANES: usize = 4;

/// The ways of all edges, in their order.
pub(super) fn routes(graph: &Graph, layout: &Layout) -> Vec<Route> {
    // How many lines go through each gap already.
    let mut taken = BTreeMap::new();
    graph
        .edges
        .iter()
        .map(|edge| route(edge, graph, layout, &mut taken))
        .collect()
}

fn route(
    edge: &Edge,
    graph: &Graph,
    layout: &Layout,
    taken: &mut BTreeMap<(usize, usize), usize>,
) -> Route {
    let ((from_x, from_y), (to_x, to_y)) = (layout.anchor(edge.from), layout.anchor(edge.to));
    let right = |x: usize| x + BOX_WIDTH;
    let (start, end) = match to_x.cmp(&from_x) {
        // Within a column, around the right side: the further apart, the wider.
        Ordering::Equal => {
            let swing = (24 + from_y.abs_diff(to_y) / 8).min(70);
            let (start, end) = ((right(from_x), from_y), (right(to_x), to_y));
            return Route { start, through: Vec::new(), end, swing: Some(right(from_x) + swing) };
        }
        Ordering::Less => ((from_x, from_y), (right(to_x), to_y)),
        Ordering::Greater => ((right(from_x), from_y), (to_x, to_y)),
    };
    let (first, last) = (graph.stacks[edge.from.stack].rank, graph.stacks[edge.to.stack].rank);
    let mut columns: Vec<usize> = (first.min(last) + 1..first.max(last)).collect();
    if last < first {
        columns.reverse();
    }
    let (mut through, mut y) = (Vec::new(), from_y);
    let count = columns.len();
    for (passed, column) in columns.into_iter().enumerate() {
        // As straight as it can be.
        let wanted = (y * (count - passed) + to_y) / (count - passed + 1);
        let gap = layout.gap(column, wanted);
        let lines = taken.entry((column, gap)).or_default();
        y = lane(gap, *lines);
        *lines += 1;
        let (left, end) = (left_edge(column), right(left_edge(column)));
        through.push(if last < first { (end, left, y) } else { (left, end, y) });
    }
    Route { start, through, end, swing: None }
}

/// Where the next line goes through a gap: by turns below and above the ones before it.
fn lane(middle: usize, lines: usize) -> usize {
    let lane = lines % (2 * LANES + 1);
    let away = lane.div_ceil(2) * LANE;
    if lane % 2 == 1 { middle + away } else { middle - away }
}

impl Route {
    /// Whether it comes to its end from the left.
    pub(super) fn comes_from_left(&self) -> bool {
        match self.swing {
            Some(_) => false,
            None => self.start.0 < self.end.0,
        }
    }

    /// What draws it.
    pub(super) fn path(&self) -> String {
        let ((x, y), (end_x, end_y)) = (self.start, self.end);
        if let Some(out) = self.swing {
            return format!("M{x} {y}C{out} {y} {out} {end_y} {end_x} {end_y}");
        }
        let mut path = format!("M{x} {y}");
        let (mut x, mut y) = (x, y);
        for &(enters, leaves, at) in &self.through {
            path += &bend((x, y), (enters, at));
            path.extend(["H", &leaves.to_string()]);
            (x, y) = (leaves, at);
        }
        path + &bend((x, y), self.end)
    }
}

fn bend((x, y): (usize, usize), (to_x, to_y): (usize, usize)) -> String {
    let middle = usize::midpoint(x, to_x);
    format!("C{middle} {y} {middle} {to_y} {to_x} {to_y}")
}

#[cfg(test)]
mod tests {
    use crate::graph::model::{Construct, EdgeKind, Place, Stack};

    use super::*;

    /// A stack and a construct in it.
    type At = (usize, usize);

    /// Stacks in columns, each with so many constructs.
    fn graph(stacks: &[(usize, usize)], edges: &[(At, At)]) -> Graph {
        let construct = |_| Construct {
            id: "Queue".to_owned(),
            type_name: "AWS::SQS::Queue".to_owned(),
            resources: 1,
            change: None,
        };
        let stack = |&(rank, constructs): &(usize, usize)| Stack {
            id: "Stack".to_owned(),
            rank,
            is_outside: false,
            constructs: (0..constructs).map(construct).collect(),
        };
        let place = |(stack, construct)| Place { stack, construct };
        let edge = |&(from, to)| Edge { from: place(from), to: place(to), kind: EdgeKind::Uses };
        Graph {
            title: "dev".to_owned(),
            stacks: stacks.iter().map(stack).collect(),
            edges: edges.iter().map(edge).collect(),
        }
    }

    /// Whether a line that goes straight from `x` to `other` at `y` touches a box.
    fn is_hidden(layout: &Layout, x: usize, other: usize, y: usize) -> bool {
        layout.boxes.iter().any(|it| {
            it.x < x.max(other)
                && x.min(other) < it.x + BOX_WIDTH
                && it.y <= y
                && y <= it.y + it.height
        })
    }

    #[test]
    fn lines_that_pass_a_column_go_between_its_boxes() {
        let edges: Vec<_> = (0..30).map(|at| ((4, at % 3), (0, at % 5))).collect();
        let graph = graph(&[(0, 5), (1, 4), (1, 3), (2, 9), (3, 3)], &edges);
        let layout = Layout::of(&graph);
        let routes = routes(&graph, &layout);
        for route in &routes {
            assert_eq!(route.through.len(), 2, "{route:?}");
            for &(enters, leaves, y) in &route.through {
                assert!(leaves < enters, "{route:?}");
                assert!(!is_hidden(&layout, enters, leaves, y), "{route:?}");
            }
        }
        // They don't all run on top of each other.
        let lanes: std::collections::BTreeSet<_> =
            routes.iter().map(|it| it.through[0].2).collect();
        assert!(8 < lanes.len(), "{lanes:?}");
    }

    #[test]
    fn neighbours_are_joined_without_a_detour() {
        let graph = graph(&[(0, 1), (1, 1)], &[((1, 0), (0, 0)), ((0, 0), (1, 0))]);
        let layout = Layout::of(&graph);
        let routes = routes(&graph, &layout);
        assert!(routes.iter().all(|it| it.through.is_empty()));
        assert!(!routes[0].comes_from_left() && routes[1].comes_from_left());
    }
}
