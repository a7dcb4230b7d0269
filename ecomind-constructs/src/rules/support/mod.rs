//! What several rules ask.

pub(super) mod load_balancers;
pub(super) mod policies;
pub(super) mod ranges;
pub(super) mod security_groups;
pub(super) mod services;
