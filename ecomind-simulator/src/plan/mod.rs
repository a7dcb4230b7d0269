//! What a change set would do.

mod changes;
mod details;
mod findings;

pub(crate) use self::{changes::changes, findings::findings};
