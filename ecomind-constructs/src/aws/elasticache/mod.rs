//! `ElastiCache`: Valkey and Redis.
//!
//! A [`ReplicationGroup`] holds everything on each of its nodes, and any client can use it. A
//! [`ClusterModeGroup`] spreads keys over shards, for clients that know how to follow them. Who may
//! do what in either is in a [`UserGroup`].

mod cache_user;
mod cluster_mode_group;
mod engine;
mod log_delivery;
mod node_type;
mod replication_group;
mod settings;
mod user_group;

pub use self::{
    cache_user::CacheUser,
    cluster_mode_group::{ClusterModeGroup, ClusterModeGroupBuilder},
    engine::Engine,
    node_type::NodeType,
    replication_group::{ReplicationGroup, ReplicationGroupBuilder},
    user_group::{UserGroup, UserGroupBuilder},
};
