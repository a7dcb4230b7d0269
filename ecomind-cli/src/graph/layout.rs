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
/// The title and the legend.
pub(super) const TOP: usize = 76;

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
            boxes[index] = Frame { x: MARGIN + stack.rank * (BOX_WIDTH + COLUMN_GAP), y, height };
        }
        let columns = bottoms.len().max(1);
        Self {
            width: 2 * MARGIN + columns * (BOX_WIDTH + COLUMN_GAP) - COLUMN_GAP / 2,
            height: bottoms.into_iter().max().unwrap_or(TOP) + MARGIN,
            boxes,
        }
    }

    /// The middle of a construct's row, at the left edge of its box.
    pub(super) fn anchor(&self, place: Place) -> (usize, usize) {
        let Frame { x, y, .. } = self.boxes[place.stack];
        (x, y + HEADER + place.construct * ROW + ROW / 2)
    }
}
