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
    backup::{
        BackupPlan, BackupRule, BackupSchedule, BackupSelection, BackupVault, RestoreTestingPlan,
        VaultLock,
    },
    budgets::{Budget, BudgetNotification},
    ce::{AnomalyDetection, AnomalyReports},
    cloudwatch::{
        Alarm, AlarmRule, Comparison, CompositeAlarm, Dashboard, Measure, Metric, MetricMath,
        MissingData, SloBurnRateAlarms, Statistic, Unit, Widget,
        alarms::{
            CacheAlarms, DatabaseAlarms, InstanceAlarms, KafkaAlarms, LoadBalancerAlarms,
            ServiceAlarms,
        },
    },
    ec2::{Connectable, Connections, NatGateways, SecurityGroup, Subnet, Vpc},
    iam::{PolicyStatement, Principal, Role},
    kms::Key,
    logs::{LogGroup, Retention},
    s3::{Bucket, LifecycleRule, StorageClass},
};
