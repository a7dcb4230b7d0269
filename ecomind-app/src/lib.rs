//! `EcoMind` on AWS: its environments, its stacks, and the app that joins them.
//!
//! What differs between environments is data in [`Environment`]; a stack reads that data and never
//! asks which environment it is in.

mod accepted;
mod app;
mod chart;
pub mod environment;
pub mod stacks;

pub use self::{
    app::{app, every_stack},
    environment::Environment,
};
