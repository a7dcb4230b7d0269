//! Typed constructs that synthesize into CloudFormation templates.
//!
//! An [`App`](tree::App) holds stacks, a stack holds constructs, and [`synthesize`](synth::synthesize)
//! makes a template of each stack:
//!
//! ```
//! use ecomind_constructs::prelude::*;
//!
//! let mut app = App::new().region("eu-west-1");
//! let mut stack = app.stack("Storage")?;
//! let reports = Bucket::builder("Reports").build(&mut stack)?;
//! Output::new(reports.name()).description("where reports are").add("BucketName", &mut stack)?;
//!
//! let assembly = synthesize(&app)?;
//! assert!(assembly.stacks[0].template.contains("AWS::S3::BucketPolicy"));
//! # Ok::<(), Error>(())
//! ```
//!
//! The crate does no I/O and reads no clock, randomness or environment: the same app gives the
//! same bytes. Writing, comparing and deploying templates is `ecomind-cli`'s part.
//!
//! Read on in this order: [`tree`] is where constructs are added, [`value`] is what their
//! properties hold, [`aws`] has constructs by hand, [`patterns`] what is made of them, and [`cfn`]
//! a type for every resource of CloudFormation, [`testing`] is for your tests.
//!
//! Features: `constructs` (default) has the constructs by hand; `kubernetes` makes charts of Helm
//! of them; `yaml` (default) writes templates
//! for people; one feature per service, such as `elasticache`, has its generated types, and
//! `all-services` has all.

mod error;
mod graph;
mod location;
mod name;
mod parallel;
mod processor;
pub mod schema;
pub mod synth;
pub mod template;
pub mod tree;
pub mod validation;
pub mod value;
#[rustfmt::skip]
pub mod cfn;
#[cfg(feature = "constructs")]
pub mod aws;
#[cfg(feature = "kubernetes")]
pub mod kubernetes;
#[cfg(feature = "constructs")]
pub mod patterns;
pub mod permissions;
pub mod prelude;
#[cfg(feature = "constructs")]
pub mod reachability;
pub mod rules;
pub mod testing;

pub use self::{
    error::{Error, Result},
    location::SourceLocation,
    name::{NodeId, Path},
};
