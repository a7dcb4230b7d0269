//! One file per stack, in the order in which they are deployed.

pub mod storage;
