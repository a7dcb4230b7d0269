//! Typed constructs that synthesize into `CloudFormation` templates.

mod error;
mod location;
mod name;
pub mod schema;
pub mod synth;
pub mod template;
pub mod tree;
pub mod value;
#[rustfmt::skip]
pub mod cfn;
#[cfg(feature = "constructs")]
pub mod aws;
pub mod prelude;
pub mod testing;

pub use self::{
    error::{Error, Result},
    location::SourceLocation,
    name::{NodeId, Path},
};
