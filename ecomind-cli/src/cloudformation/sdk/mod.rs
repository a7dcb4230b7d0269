//! The calls, made with the AWS SDK.

mod buckets;
mod change_sets;
mod client;
mod clouds;
mod connection;
mod drift;
mod errors;
#[cfg(test)]
mod in_process;
mod json_client;
mod refactors;
mod rollbacks;
mod stacks;
mod tasks;

#[cfg(test)]
pub(crate) use self::in_process::InProcess;
use self::{client::SdkCloudFormation, errors::failed};
pub(crate) use self::{
    clouds::SdkClouds,
    connection::{Connection, Keys},
};
