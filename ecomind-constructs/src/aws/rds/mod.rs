//! Relational Database Service: `PostgreSQL`.
//!
//! A [`DatabaseInstance`] is a database with a standby, and a [`ReadReplica`] follows it. What
//! `PostgreSQL` is told is in a [`ParameterGroup`].

mod backup_replication;
mod credentials;
mod database_insights;
mod database_instance;
mod database_instance_builder;
mod instance_class;
mod monitoring_role;
mod origin;
mod parameter_group;
mod postgres_version;
mod read_replica;
mod restored_instance;
mod storage;
mod subnet_group;

pub(in crate::aws) use self::credentials::database_name_flaw;
pub use self::{
    backup_replication::BackupReplication,
    credentials::Credentials,
    database_insights::DatabaseInsights,
    database_instance::DatabaseInstance,
    database_instance_builder::DatabaseInstanceBuilder,
    instance_class::InstanceClass,
    parameter_group::{ParameterGroup, ParameterGroupBuilder},
    postgres_version::PostgresVersion,
    read_replica::{ReadReplica, ReadReplicaBuilder},
    subnet_group::{SubnetGroup, SubnetGroupBuilder},
};
