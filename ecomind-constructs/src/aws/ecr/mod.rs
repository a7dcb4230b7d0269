//! Elastic Container Registry: repositories of images, and their copies in other regions.

mod image_replication;
mod image_retention;
mod repository;

pub use self::{
    image_replication::{ImageReplication, ImageReplicationBuilder},
    repository::{Repository, RepositoryBuilder},
};
