//! One file per stack, in the order in which they are deployed.

pub mod alerts;
pub mod backup_copies;
pub mod cache;
pub mod compute;
pub mod costs;
pub mod database;
pub mod dns;
pub mod edge;
pub mod guardrails;
pub mod images;
pub mod network;
pub mod services;
pub mod storage;
pub mod streaming;
