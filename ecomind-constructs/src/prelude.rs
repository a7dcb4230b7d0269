//! What a stack file needs, and nothing else.

pub use crate::{
    Error, Result,
    synth::synthesize,
    tree::{
        App, Condition, CreationPolicy, DeletionPolicy, Mapping, Output, Parameter, RawResource,
        Ref, Resource, Rule, Scope, Stack, Tagging, UpdatePolicy, UpdateReplacePolicy,
    },
    value::{
        self, CidrBlock, CidrError, Duration, IdType, IntoValue, Port, SecretValue, Size, Strength,
        Value,
    },
};

#[cfg(feature = "constructs")]
pub use crate::aws::{
    MaintenanceWindow, Weekday,
    ec2::{Connectable, Connections, NatGateways, SecurityGroup, Subnet, Vpc},
    ecr::Repository,
    elasticache::{CacheUser, ClusterModeGroup, Engine, NodeType, ReplicationGroup, UserGroup},
    iam::{Grantee, ManagedPolicy, PolicyStatement, Principal, Role},
    kms::Key,
    logs::{LogGroup, Retention},
    rds::{
        BackupReplication, Credentials, DatabaseInstance, InstanceClass, ParameterGroup,
        PostgresVersion, ReadReplica,
    },
    s3::{Bucket, LifecycleRule, StorageClass},
    secretsmanager::{RotationSchedule, Secret, SecretTargetAttachment},
    sns::{Publisher, Subscription, Topic},
    sqs::{DeadLetterQueue, Queue},
};
