//! CloudFormation's document, as data: what synthesis wrote, or what a file holds.

mod document;
mod stacks;
#[cfg(feature = "yaml")]
mod yaml;

pub use self::{
    document::{Resource, Template, TemplateError},
    stacks::{Meaning, StackTemplate, Stacks},
};
