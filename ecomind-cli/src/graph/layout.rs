//! Where things are in the picture: stacks in columns by what they depend on, constructs as rows
//! of their stack.

use super::model::{Graph, Place};

/// Places and sizes, in pixels.
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Of each stack.
    pub(super) boxes: Vec<Frame>,
}

/// A stack's rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) height: usize,
}

pub(super) const BOX_WIDTH: usize = 240;
pub(super) const HEADER: usize = 30;
pub(super) const ROW: usize = 38;
const COLUMN_GAP: usize = 120;
const ROW_GAP: usize = 28;
pub(super) const MARGIN: usize = 24;
/// The title and the legend, and room for lines above the boxes.
pub(super) const TOP: usize = 96;

impl Layout {
    pub(super) fn of(graph: &Graph) -> Self {
        let mut bottoms: Vec<usize> = Vec::new();
        let mut boxes = vec![Frame { x: 0, y: 0, height: 0 }; graph.stacks.len()];
        // What is outside stands above the stacks that depend on nothing.
        let (outside, inside): (Vec<_>, Vec<_>) =
            (0..graph.stacks.len()).partition(|&index| graph.stacks[index].is_outside);
        for index in outside.into_iter().chain(inside) {
            let stack = &graph.stacks[index];
            if bottoms.len() <= stack.rank {
                bottoms.resize(stack.rank + 1, TOP);
            }
            let height = HEADER + stack.constructs.len() * ROW;
            let y = bottoms[stack.rank];
            bottoms[stack.rank] += height + ROW_GAP;
            let x = left_edge(stack.rank);
            boxes[index] = Frame { x, y, height };
        }
        let columns = bottoms.len().max(1);
        Self {
            width: 2 * MARGIN + columns * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP / 2,
            height: bottoms.into_iter().max().unwrap_or(TOP) + MARGIN,
            boxes,
        }
    }

    /// The middle of the space of a column without boxes that is nearest to `y`: above the first one,
    /// between two, or below the last.
    pub(super) fn gap(&self, column: usize, y: usize) -> usize {
        let x = left_edge(column);
        let boxes = self.boxes.iter().filter(|it| it.x == x);
        let below = boxes.map(|it| it.y + it.height + ROW_GAP / 2);
        let all = below.chain([TOP - ROW_GAP / 2]);
        all.min_by_key(|gap| gap.abs_diff(y)).unwrap_or(y)
    }

    /// The middle of a construct's row, at the left edge of its box.
    pub(super) fn anchor(&self, place: Place) -> (usize, usize) {
        let Frame { x, y, .. } = self.boxes[place.stack];
        (x, y + HEADER + place.construct * ROW + ROW / 2)
    }
}

/// The left edge of a column.
pub(super) fn left_edge(column: usize) -> usize {
    MARGIN + column * (BOX_WIDTH + COLUMN_GAP)
}
