//! One file per stack, in the order in which they are deployed.

pub mod network;
pub mod storage;
