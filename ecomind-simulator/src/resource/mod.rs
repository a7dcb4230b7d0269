//! Physical resources: how they are named, what they return, when they are replaced.

mod arn;
mod attributes;
mod create;
mod identifier;
mod replacement;
mod validation;

pub(crate) use self::{
    create::{Maker, conflict, make},
    replacement::{Verdict, changed_paths, verdict},
    validation::{Depth, findings},
};
