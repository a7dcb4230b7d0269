//! Resources that exist join a stack.
//!
//! [`Mapping`] says which, [`importable`] what there is to say it about, and [`import`] does it.

mod candidate;
mod mapping;
mod run;
mod template;

pub(super) use self::{candidate::identifiers, mapping::resolve, template::import_template};
pub(crate) use self::{
    candidate::{Candidate, importable},
    mapping::Mapping,
    run::import,
};
