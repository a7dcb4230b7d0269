//! Work that takes more than one step for a stack.
//!
//! - Resources that [move](refactor) do so before anything else, by one refactor.
//! - Resources that are [adopted](imports) join their stack before it becomes what the app says.
//! - An [export](exports) that a stack loses stays until nobody imports it any more.
//!
//! Each step is a [target](super::target::Target) of its own, so that it is reviewed, approved and
//! executed like any other.

mod exports;
mod imports;
mod refactor;
mod split;

pub(super) use self::{
    refactor::{RefactorPlan, execute as execute_refactor},
    split::Stages,
};
