//! The calls, made with the AWS SDK.

mod buckets;
mod change_sets;
mod client;
mod clouds;
mod connection;
mod drift;
mod errors;
mod refactors;
mod rollbacks;
mod stacks;

use self::{client::SdkCloudFormation, errors::failed};
pub(crate) use self::{
    clouds::SdkClouds,
    connection::{Connection, Keys},
};
