//! CloudFormation's document, as data: what synthesis wrote, or what a file holds.

mod canonical;
mod document;
mod functions;
pub(crate) mod limits;
mod references;
mod stacks;
mod substitution;
#[cfg(feature = "yaml")]
mod yaml;
#[cfg(feature = "yaml")]
mod yaml_position;
#[cfg(feature = "yaml")]
mod yaml_reader;

pub use self::{
    canonical::{canonical, is_no_value},
    document::{Resource, Template, TemplateError},
    functions::{function, is_function},
    references::{Reference, visit_references},
    stacks::{Meaning, StackTemplate, Stacks},
};
#[cfg(feature = "yaml")]
pub use self::{yaml_position::yaml_position, yaml_reader::YamlError};
