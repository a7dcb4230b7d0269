//! Managed Streaming for Apache Kafka: clusters, and the topics in them.
//!
//! A [`Cluster`] has [`BrokerType`]s of one size and runs a [`KafkaVersion`]; who may connect says
//! its [`ClientAuthentication`]. A [`Topic`] is a resource of its own.

mod access;
mod bootstrap_brokers;
mod broker_type;
mod client_authentication;
mod cluster;
mod cluster_builder;
mod kafka_version;
mod monitoring;
mod server_properties;
mod storage;
mod topic;

pub use self::{
    broker_type::BrokerType,
    client_authentication::ClientAuthentication,
    cluster::Cluster,
    cluster_builder::ClusterBuilder,
    kafka_version::KafkaVersion,
    monitoring::Monitoring,
    server_properties::ServerProperties,
    topic::{Topic, TopicBuilder},
};
