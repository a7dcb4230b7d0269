//! Ways out of where CloudFormation leaves a stack when something fails twice.
//!
//! [`look`] finds out what is wrong, a [`Remedy`] is the way out in words and steps, and [`recover`]
//! goes it. [`roll_back`] is for stacks whose way back was switched off.

mod look;
mod remedy;
mod roll_back;
mod run;
mod step;
mod stuck;

pub(crate) use self::{
    remedy::{Recovery, Wishes},
    roll_back::roll_back,
    run::recover,
};
