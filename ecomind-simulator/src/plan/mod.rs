//! What a change set would do.

mod changes;
mod details;
mod existing;
mod findings;

pub(crate) use self::{changes::changes, existing::existing, findings::findings};
