//! `EcoMind` on AWS: its environments, its stacks, and the app that joins them.
//!
//! What differs between environments is data in [`Environment`]; a stack reads that data and never
//! asks which environment it is in.
//!
//! Who may deploy is another app, with the [`Account`]s as its environments: [`pipeline`].

mod accepted;
pub mod account;
mod app;
mod chart;
pub mod environment;
mod pipeline;
pub mod stacks;

pub use self::{
    account::Account,
    app::{app, every_stack},
    environment::Environment,
    pipeline::pipeline,
};
