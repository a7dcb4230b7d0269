//! Templates as they are sent: read, checked, completed.

mod check;
mod dependencies;
mod loops;
mod parameters;
mod read;
mod references;

pub(crate) use self::{
    check::check,
    dependencies::{condition_of, dependencies},
    loops::{process, transforms},
    parameters::{Given, declarations, resolve},
    read::{identify, read},
    references::{Reference, references},
};
