//! CloudFormation's document, as data: what synthesis wrote, or what a file holds.

mod document;
#[cfg(feature = "yaml")]
mod yaml;

pub use self::document::{Resource, Template, TemplateError};
