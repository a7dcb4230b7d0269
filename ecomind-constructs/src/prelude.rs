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
    backup::{
        BackupPlan, BackupRule, BackupSchedule, BackupSelection, BackupVault, RestoreTestingPlan,
        VaultLock,
    },
    budgets::{Budget, BudgetNotification},
    ce::{AnomalyDetection, AnomalyMonitorArn, AnomalyReports},
    certificatemanager::Certificate,
    cloudfront::{
        Behavior, CachePolicy, Distribution, GeoRestriction, Methods, Origin, OriginRequestPolicy,
        PriceClass, ResponseHeadersPolicy, VpcOrigin,
    },
    cloudwatch::{
        Alarm, AlarmRule, Comparison, CompositeAlarm, Dashboard, Measure, Metric, MetricMath,
        MissingData, SloBurnRateAlarms, Statistic, Unit, Widget,
        alarms::{
            CacheAlarms, DatabaseAlarms, InstanceAlarms, KafkaAlarms, LoadBalancerAlarms,
            PodAlarms, ServiceAlarms,
        },
    },
    ec2::{
        Connectable, Connections, NatGateways, PrefixList, PrefixListId, SecurityGroup, Subnet, Vpc,
    },
    ecr::{ImageReplication, Repository},
    ecs::{
        Cluster, Container, ContainerHealthCheck, ContainerImage, ContainerInsights,
        ContainerSecret, Deployment, FargateService, FargateServiceBuilder, FargateTaskDefinition,
        LifecycleHook, LifecycleStage, OneOffTask, Scaling, ServiceConnect, TaskSize,
    },
    eks,
    elasticache::{CacheUser, ClusterModeGroup, Engine, NodeType, ReplicationGroup, UserGroup},
    elbv2::{ApplicationLoadBalancer, ListenerRule, ListenerRuleBuilder, TargetGroup},
    iam::{
        GithubRepository, GithubSubject, Grantee, ManagedPolicy, OidcProvider, PolicyStatement,
        Principal, Role,
    },
    kms::Key,
    logs::{LogGroup, Retention},
    msk,
    rds::{
        BackupReplication, Credentials, DatabaseInstance, InstanceClass, ParameterGroup,
        PostgresVersion, ReadReplica,
    },
    redpanda::Redpanda,
    route53::{
        AliasRecord, AliasTarget, FailoverRecord, HealthCheck, HostedZone, Record, RecordType,
    },
    s3::{Bucket, BucketReplication, LifecycleRule, StorageClass},
    secretsmanager::{RotationSchedule, Secret, SecretTargetAttachment},
    sns::{Publisher, Subscription, Topic},
    sqs::{DeadLetterQueue, Queue},
    timescaledb::{TimescaleDb, TimescaleDbAlarms},
    wafv2::{ManagedRules, WebAcl},
};
#[cfg(feature = "constructs")]
pub use crate::patterns::{ContainerService, PostgresDatabase, Streaming};
#[cfg(feature = "constructs")]
pub use crate::{permissions::DeliveryRoles, template::Stacks};
