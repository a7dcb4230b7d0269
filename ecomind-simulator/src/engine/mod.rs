//! Operations on stacks, step by step in virtual time.

mod advance;
mod begin;
mod create;
mod deploy;
mod events;
mod exports;
mod finish;
mod import;
mod policy;
mod records;
mod refactor;
mod undo;

use crate::{
    faults::Faults,
    pace::{Durations, Pace},
    state::World,
};

pub(crate) use self::{
    begin::{Request, Start},
    exports::importers,
};

/// Moves operations forward.
pub(crate) struct Engine<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) faults: &'a mut Faults,
    pub(crate) durations: &'a Durations,
    pub(crate) pace: Pace,
}
