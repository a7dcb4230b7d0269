//! The environments, as data: everything in which they differ, and nothing else.

use ecomind_cli::{Assumptions, Field, Money, Usage, fields};
use ecomind_constructs::prelude::*;

mod choices;
mod recovery;

pub use self::{
    choices::{
        CacheSize, Compute, DatabaseChoice, DatabaseSize, EventsChoice, ServicePlan, Services,
        Watch,
    },
    recovery::{CopyVault, DatabaseSource, Recovery, Standby, Traffic, WayIn, Zone},
};

/// One environment of `EcoMind`.
///
/// Sizes, counts and spans that are the same everywhere are in the stacks. Accounts, the domain,
/// addresses of people and the id of the machine image are placeholders of AWS's documentation and
/// of RFC 2606: put yours here before the first deployment.
#[derive(Debug, Clone)]
pub struct Environment {
    /// What people type, and what the names of stacks hold.
    pub name: &'static str,
    /// The account, twelve digits.
    pub account: &'static str,
    /// The region.
    pub region: &'static str,
    /// Whether stacks, databases, load balancers and instances refuse to be deleted.
    pub is_protected: bool,
    /// The domain that people type.
    pub domain_name: &'static str,
    /// Where its records are.
    pub zone: Zone,
    /// How requests come in.
    pub way_in: WayIn,
    /// Who hears of alarms.
    pub alert_emails: &'static [&'static str],
    /// Who hears of money, 1 to 10 addresses.
    pub cost_emails: &'static [&'static str],

    /// The addresses of the VPC, in the form `10.0.0.0/16`; no two environments share any, so that
    /// they can be peered.
    pub network: &'static str,
    /// Over how many zones it spreads, 2 or 3.
    pub zones: u8,
    /// How private subnets reach the internet, and at what price.
    pub nat_gateways: NatGateways,
    /// Whether web ACLs refuse bad requests: at CloudFront for $9 a month, at the load balancer for
    /// $7.
    pub has_firewalls: bool,

    /// How long the record of who talked to whom is kept.
    pub flow_logs_kept: Retention,
    /// How long the lines of services, databases and firewalls are kept.
    pub logs_kept: Retention,
    /// How long replaced and deleted objects can be brought back.
    pub old_versions_kept: Duration,
    /// How long the record of who read which object, and of who asked for what, is kept.
    pub access_logs_kept: Duration,

    /// What keeps the data.
    pub database: DatabaseChoice,
    /// What keeps sessions and counts.
    pub cache: CacheSize,
    /// What carries events.
    pub events: EventsChoice,
    /// Where services run.
    pub compute: Compute,
    /// What runs.
    pub services: Services,
    /// What is watched beside the parts themselves.
    pub watch: Watch,

    /// At how many dollars a month people hear of it, when they are spent and when they are
    /// expected to be: 1 or 2 amounts.
    pub budget: &'static [u32],
    /// Whether its account's money is watched here, as one environment of an account does: a budget
    /// counts what all of them cost.
    pub watches_costs: bool,
    /// The monitor of unusual costs that the account has, by ARN. AWS takes one for each account,
    /// and gives new accounts one: `aws ce get-anomaly-monitors` shows it. With `None` one is made.
    pub cost_monitor: Option<&'static str>,
    /// What is used in a month where it is not what [`Usage`] says, for the estimate of the cost: in
    /// the construct at this path, or with an empty one everywhere.
    pub usage: &'static [(&'static str, Usage, u32)],
    /// How long daily backups are kept.
    pub backups_kept: Duration,
    /// What names of repositories of images begin with, where another region has copies of them:
    /// they are called the same. With `None` nobody has to know what they are called.
    pub image_names: Option<&'static str>,
    /// The environment of a second region that stands by for this one.
    pub standby: Option<Standby>,
    /// How far this one is, where it stands by for another one.
    pub recovery: Option<Recovery>,
}

impl ecomind_cli::Environment for Environment {
    const ALL: &'static [Self] = &[DEV, STAGING, STAGING_EKS, PROD, DR];

    fn name(&self) -> &str {
        self.name
    }

    fn fields() -> Vec<Field<Self>> {
        fields!(
            account,
            region,
            is_protected,
            domain_name,
            zone,
            way_in,
            alert_emails,
            cost_emails,
            network,
            zones,
            nat_gateways,
            has_firewalls,
            flow_logs_kept,
            logs_kept,
            old_versions_kept,
            access_logs_kept,
            database,
            cache,
            events,
            compute,
            services,
            watch,
            budget,
            watches_costs,
            cost_monitor,
            usage,
            backups_kept,
            image_names,
            standby,
            recovery,
        )
    }

    /// What takes the place of prod is no less.
    fn is_production(&self) -> bool {
        self.name == PROD.name || self.recovery.is_some()
    }

    fn assumptions(&self) -> Assumptions {
        let mut assumptions = Assumptions::new();
        for &(path, usage, amount) in self.usage {
            assumptions = match path {
                "" => assumptions.assume(usage, amount),
                path => assumptions.assume_for(path, usage, amount),
            };
        }
        assumptions
    }

    /// What people hear of first is what the estimate must not exceed.
    fn budget(&self) -> Option<Money> {
        self.budget.first().copied().map(Money::dollars)
    }
}

/// A twentieth of the traffic first, and the rest when ten minutes of it went well.
const CANARY: Deployment = Deployment::Canary {
    percent: 5.0,
    canary_bake_time: Duration::minutes(10),
    bake_time: Duration::minutes(10),
};

const BY_CLOUDFRONT: WayIn = WayIn::CloudFront { addresses: "pl-3b927c52" };

const DEV: Environment = Environment {
    name: "dev",
    account: "111122223333",
    region: "us-east-1",
    is_protected: false,
    domain_name: "dev.ecomind.example.com",
    zone: Zone::Own,
    way_in: BY_CLOUDFRONT,
    alert_emails: &["platform@example.com"],
    cost_emails: &["platform@example.com"],

    network: "10.0.0.0/16",
    zones: 2,
    nat_gateways: NatGateways::Single,
    has_firewalls: false,

    flow_logs_kept: Retention::OneWeek,
    logs_kept: Retention::OneWeek,
    old_versions_kept: Duration::days(7),
    access_logs_kept: Duration::days(30),

    database: DatabaseChoice::Rds(DatabaseSize {
        instance_class: InstanceClass::T4gMicro,
        most_connections: 90,
        storage: Size::gibibytes(20),
        multi_az: false,
        backups_kept: Duration::days(7),
        analytics_replica: None,
        restored_from: None,
    }),
    cache: CacheSize { node_type: NodeType::T4gMicro, replicas: 0 },
    // Two brokers of MSK, which need no care, cost $42 a month more.
    events: EventsChoice::Redpanda {
        image_id: "ami-0123456789abcdef0",
        version: "26.2.1",
        instance_type: "t4g.medium",
        storage: Size::gibibytes(20),
    },
    compute: Compute::Fargate,
    services: Services {
        allows_exec: true,
        insights: ContainerInsights::Disabled,
        shifted: Deployment::Rolling,
        gateway: ServicePlan::smallest("1.0.0", 1, 2),
        api: ServicePlan::smallest("1.0.0", 1, 2),
        worker: ServicePlan::smallest("1.0.0", 1, 2),
        ui: ServicePlan::smallest("1.0.0", 1, 2),
    },
    // A page and burn rates would cost $4.20 a month for nobody who looks at them.
    watch: Watch { asks_from_outside: false, has_page: false, has_objective: false },

    budget: &[150],
    watches_costs: true,
    cost_monitor: None,
    // A few developers who try things, and nobody else.
    usage: &[
        // A tenth of a unit all month long; one takes 25 new connections in a second.
        ("", Usage::BalancerUnitHours, 73),
        ("", Usage::LogMegabytes, 200),
        // Probes of the load balancer are on record too.
        ("Network/Vpc/FlowLog", Usage::LogMegabytes, 1_000),
        ("", Usage::BucketData, 1),
        ("", Usage::CdnData, 1),
        ("", Usage::BackupData, 5),
    ],
    backups_kept: Duration::days(7),
    image_names: None,
    standby: None,
    recovery: None,
};

const STAGING: Environment = Environment {
    name: "staging",
    account: "444455556666",
    region: "us-east-1",
    is_protected: true,
    domain_name: "staging.ecomind.example.com",
    zone: Zone::Own,
    way_in: BY_CLOUDFRONT,
    alert_emails: &["platform@example.com"],
    cost_emails: &["platform@example.com"],

    network: "10.1.0.0/16",
    zones: 3,
    nat_gateways: NatGateways::Single,
    has_firewalls: true,

    flow_logs_kept: Retention::OneMonth,
    logs_kept: Retention::OneMonth,
    old_versions_kept: Duration::days(30),
    access_logs_kept: Duration::days(90),

    database: DatabaseChoice::Rds(DatabaseSize {
        instance_class: InstanceClass::T4gSmall,
        most_connections: 180,
        storage: Size::gibibytes(20),
        multi_az: false,
        backups_kept: Duration::days(7),
        analytics_replica: None,
        restored_from: None,
    }),
    cache: CacheSize { node_type: NodeType::T4gMicro, replicas: 1 },
    events: EventsChoice::Msk {
        broker_type: msk::BrokerType::T3Small,
        accepts_burstable_brokers: true,
        storage: Size::gibibytes(20),
    },
    compute: Compute::Fargate,
    services: Services {
        allows_exec: true,
        insights: ContainerInsights::Enabled,
        shifted: CANARY,
        gateway: ServicePlan::smallest("1.0.0", 2, 4),
        api: ServicePlan::smallest("1.0.0", 2, 4),
        worker: ServicePlan::smallest("1.0.0", 1, 2),
        ui: ServicePlan::smallest("1.0.0", 1, 2),
    },
    watch: Watch { asks_from_outside: true, has_page: true, has_objective: true },

    budget: &[400],
    watches_costs: true,
    cost_monitor: None,
    usage: &[],
    backups_kept: Duration::days(14),
    image_names: None,
    standby: None,
    recovery: None,
};

/// What staging is, with services in a cluster of Kubernetes.
const STAGING_EKS: Environment = Environment {
    name: "staging-eks",
    account: "123456789012",
    domain_name: "staging-eks.ecomind.example.com",
    network: "10.3.0.0/16",
    compute: Compute::Eks {
        version: eks::KubernetesVersion::V1_36,
        // People, and the role that the pipeline installs the chart with.
        administrators: &[
            "arn:aws:iam::123456789012:role/platform",
            "arn:aws:iam::123456789012:role/ecomind-staging-eks-deploy",
        ],
    },
    ..STAGING
};

const PROD: Environment = Environment {
    name: "prod",
    account: "777788889999",
    region: "us-east-1",
    is_protected: true,
    domain_name: "ecomind.example.com",
    zone: Zone::Own,
    way_in: BY_CLOUDFRONT,
    alert_emails: &["platform@example.com"],
    cost_emails: &["platform@example.com", "finance@example.com"],

    network: "10.2.0.0/16",
    zones: 3,
    // Three cost $73 a month more, and keep the other zones online when one zone fails.
    nat_gateways: NatGateways::Single,
    has_firewalls: true,

    flow_logs_kept: Retention::OneYear,
    logs_kept: Retention::OneYear,
    old_versions_kept: Duration::days(90),
    access_logs_kept: Duration::days(365),

    database: DatabaseChoice::Rds(DatabaseSize {
        instance_class: InstanceClass::T4gMedium,
        most_connections: 360,
        storage: Size::gibibytes(50),
        multi_az: true,
        backups_kept: Duration::days(14),
        // Its instance costs half of what the database and its standby cost.
        analytics_replica: None,
        restored_from: None,
    }),
    cache: CacheSize { node_type: NodeType::T4gSmall, replicas: 1 },
    // Good for some 100,000 requests a day. Brokers that don't burst cost $347 a month more.
    events: EventsChoice::Msk {
        broker_type: msk::BrokerType::T3Small,
        accepts_burstable_brokers: true,
        storage: Size::gibibytes(50),
    },
    compute: Compute::Fargate,
    services: Services {
        allows_exec: false,
        insights: ContainerInsights::Enhanced,
        shifted: CANARY,
        gateway: ServicePlan::smallest("1.0.0", 3, 12),
        api: ServicePlan::with_proxy("1.0.0", 3, 12),
        worker: ServicePlan::smallest("1.0.0", 2, 8),
        ui: ServicePlan::with_proxy("1.0.0", 2, 6),
    },
    watch: Watch { asks_from_outside: true, has_page: true, has_objective: true },

    budget: &[500, 1000],
    watches_costs: true,
    cost_monitor: None,
    usage: &[],
    backups_kept: Duration::days(35),
    image_names: Some("ecomind"),
    standby: Some(Standby { name: "dr", region: "us-west-2", copies_kept: Duration::days(35) }),
    recovery: None,
};

/// What stands by for prod in a second region: `docs/DISASTER_RECOVERY.md`.
const DR: Environment = Environment {
    name: "dr",
    region: "us-west-2",
    // What `outputs prod Dns` shows.
    zone: Zone::Existing("Z0123456789ABCDEFGHIJ"),
    way_in: WayIn::LoadBalancer,
    network: "10.4.0.0/16",
    // The budget of prod counts it too: they share an account.
    watches_costs: false,
    budget: &[25],
    // The 50 GB of the database as copies of AWS Backup, and again as replicated backups of RDS,
    // which are no resource of their own.
    usage: &[("BackupCopies/Vault", Usage::BackupData, 100)],
    standby: None,
    recovery: Some(Recovery::PilotLight),
    ..PROD
};
