//! CloudFormation's document, as data: what synthesis wrote, or what a file holds.

mod document;
pub(crate) mod limits;
#[cfg(feature = "yaml")]
mod yaml;

pub use self::document::{Resource, Template, TemplateError};
