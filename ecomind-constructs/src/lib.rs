//! Typed constructs that synthesize into `CloudFormation` templates.

mod error;
mod location;
mod name;
pub mod prelude;
pub mod tree;
pub mod value;

pub use self::{
    error::{Error, Result},
    location::SourceLocation,
    name::{NodeId, Path},
};
