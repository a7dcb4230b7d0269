//! Two values: whether they are the same to AWS, and otherwise where they differ.

mod compare;
mod normal;
mod policy;
mod shown;

pub(super) use self::{
    compare::{SchemaPath, compare},
    normal::scalar_text,
    policy::{is_policy, normal_policy, parsed_json},
    shown::shown,
};
