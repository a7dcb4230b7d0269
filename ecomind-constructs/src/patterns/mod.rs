//! Patterns: several constructs, one intention.
//!
//! They are made of what [`aws`](crate::aws) has, and know no resource type.

mod container_service;
mod postgres_database;
mod streaming;

pub use self::{
    container_service::ContainerService, postgres_database::PostgresDatabase, streaming::Streaming,
};
