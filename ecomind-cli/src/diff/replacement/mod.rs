//! Whether a changed resource stays: will, may or won't be replaced, by which property, and who
//! says so.

mod cascade;
mod certainty;
mod documented;
mod verdict;

pub(super) use self::{
    cascade::spread,
    certainty::Names,
    verdict::{Entry, judge},
};
