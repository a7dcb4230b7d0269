//! Elastic Container Registry: repositories of images.

mod image_retention;
mod repository;

pub use self::repository::{Repository, RepositoryBuilder};
