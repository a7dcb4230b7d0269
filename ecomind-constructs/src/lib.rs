//! Typed constructs that synthesize into `CloudFormation` templates.

pub mod cfn;
mod error;
mod location;
mod name;
pub mod prelude;
pub mod schema;
pub mod tree;
pub mod value;

pub use self::{
    error::{Error, Result},
    location::SourceLocation,
    name::{NodeId, Path},
};
