//! What a secret opens.

use crate::{
    cfn::ids::rds::{DbClusterIdentifier, DbInstanceIdentifier},
    value::{IntoValue, Value},
};

/// A database whose address becomes part of the secret that opens it.
#[derive(Debug, Clone)]
pub struct SecretTarget {
    pub(super) id: Value<String>,
    pub(super) type_name: &'static str,
}

impl SecretTarget {
    /// An instance of RDS.
    pub fn db_instance(id: impl IntoValue<DbInstanceIdentifier>) -> Self {
        Self { id: id.into_value().cast(), type_name: "AWS::RDS::DBInstance" }
    }

    /// A cluster of Aurora or RDS.
    pub fn db_cluster(id: impl IntoValue<DbClusterIdentifier>) -> Self {
        Self { id: id.into_value().cast(), type_name: "AWS::RDS::DBCluster" }
    }

    /// Another type that secrets can be attached to, such as `AWS::DocDB::DBCluster`.
    pub fn other(type_name: &'static str, id: impl IntoValue<String>) -> Self {
        Self { id: id.into_value(), type_name }
    }
}
