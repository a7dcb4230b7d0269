//! Drift: where resources are not as their stack believes, because something else changed them.
//!
//! [`find_drift`] asks CloudFormation, [`Accepted`] is what we live with, and [`revert`] puts the
//! rest back.

mod accepted;
mod find;
mod found;
mod revert;
mod secret;

pub(crate) use self::{
    accepted::Accepted,
    find::find_drift,
    found::{Drift, DriftedResource, StackDrift},
    revert::revert,
};
