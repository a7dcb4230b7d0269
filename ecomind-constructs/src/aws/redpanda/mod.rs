//! Redpanda on EC2: Kafka's protocol without a managed service.

mod cluster;
mod cluster_builder;
mod node;
mod nodes;
mod user_data;

pub use self::{cluster::Redpanda, cluster_builder::RedpandaBuilder, node::Node};
pub use crate::aws::ec2::Image;
