//! What an environment can choose, and what each choice has to say.

use ecomind_constructs::prelude::*;

use super::DatabaseSource;

/// What keeps the data.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum DatabaseChoice {
    /// `PostgreSQL` that AWS runs, without `TimescaleDB`, which RDS does not have.
    Rds(DatabaseSize),
    /// `PostgreSQL` with `TimescaleDB` on an instance of our own, without a standby: one `m7g.large`
    /// with 100 GiB costs $68 a month. Services log in with the password of the master user, since
    /// only RDS takes tokens of IAM.
    TimescaleDb {
        /// The image of Amazon Linux 2023, `ami-…`, of the architecture of the instance type.
        image_id: &'static str,
        /// The whole version of `PostgreSQL`.
        postgres: &'static str,
        /// The whole version of `TimescaleDB`.
        timescale: &'static str,
        /// The instance type.
        instance_type: &'static str,
        /// What it holds.
        storage: Size,
        /// How long it can be brought back to any minute.
        backups_kept: Duration,
    },
}

/// How large a database of RDS is, and what stands beside it.
#[derive(Debug, Clone, Copy)]
pub struct DatabaseSize {
    /// The size of the instance, and of its standby.
    pub instance_class: InstanceClass,
    /// What it holds at first, and half of what it may grow to.
    pub storage: Size,
    /// Whether a standby in another zone takes over when the instance fails, at twice the price.
    pub multi_az: bool,
    /// How many connections are too many: 90 for each GiB of memory are 80 % of what it takes.
    pub most_connections: u32,
    /// How long it can be restored to any minute, 7 to 35 days.
    pub backups_kept: Duration,
    /// A copy for reports that read a lot, and its size. With one, the password is rotated by a
    /// function of the stack: RDS itself rotates none that replicas have too.
    pub analytics_replica: Option<InstanceClass>,
    /// What it begins as where that is not empty. A database that is there already is replaced by
    /// one that begins as this.
    pub restored_from: Option<DatabaseSource>,
}

/// How large the cache is.
#[derive(Debug, Clone, Copy)]
pub struct CacheSize {
    /// The size of each node.
    pub node_type: NodeType,
    /// How many nodes follow the primary; one takes over when it fails.
    pub replicas: u8,
}

/// What carries events.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum EventsChoice {
    /// A broker of MSK in each zone.
    Msk {
        /// The size of each broker.
        broker_type: msk::BrokerType,
        /// Whether brokers may be of a type that lives on CPU credits, which AWS advises against
        /// for production.
        accepts_burstable_brokers: bool,
        /// What each broker holds; it can't shrink.
        storage: Size,
    },
    /// One node of Redpanda on EC2, for development.
    Redpanda {
        /// The image of Amazon Linux 2023, `ami-…`, of the architecture of the instance type.
        image_id: &'static str,
        /// The whole version.
        version: &'static str,
        /// The instance type. Types that live on CPU credits are taken.
        instance_type: &'static str,
        /// What the node holds.
        storage: Size,
    },
}

/// Where services run.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Compute {
    /// Without servers: a task of $7.21 a month at least for each of them.
    Fargate,
    /// In a cluster of Kubernetes, for $73 a month and its servers. Services come from a chart.
    Eks {
        /// The version of the cluster.
        version: eks::KubernetesVersion,
        /// Who may do everything in it, by the ARNs of roles that are there: people, and whoever
        /// installs charts. Nobody else may do anything.
        administrators: &'static [&'static str],
    },
}

/// What runs.
#[derive(Debug, Clone, Copy)]
pub struct Services {
    /// Whether people may run commands inside of containers, whose root filesystems can then be
    /// written to.
    pub allows_exec: bool,
    /// What is measured beside the processor and memory of services, which cost nothing.
    pub insights: ContainerInsights,
    /// How the gateway and the API go from one version to the next; the others go task by task.
    pub shifted: Deployment,
    /// Takes readings in, and passes them on as events.
    pub gateway: ServicePlan,
    /// Answers questions.
    pub api: ServicePlan,
    /// Works events off.
    pub worker: ServicePlan,
    /// Serves pages.
    pub ui: ServicePlan,
}

/// What is watched beside the parts themselves.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    /// Whether places all over the world ask for the start page, and an alarm goes off when they get
    /// none: $1.60 a month.
    pub asks_from_outside: bool,
    /// Whether a page shows what is measured: $3 a month.
    pub has_page: bool,
    /// Whether customers were promised that requests succeed, so that alarms go off when what may
    /// fail in a month is used up too fast: $1.20 a month.
    pub has_objective: bool,
}

/// The version of one service, its size, and how many tasks it has.
#[derive(Debug, Clone, Copy)]
pub struct ServicePlan {
    /// The tag or digest of its image in the repository of the service; tags are never moved.
    pub version: &'static str,
    /// The processors and memory of each task.
    pub size: TaskSize,
    /// How many tasks there are at least.
    pub least: u32,
    /// How many there are at most, when there is much to do.
    pub most: u32,
}

impl ServicePlan {
    /// Tasks of the smallest size, $7.21 a month each, from `least` to `most`.
    pub(super) const fn smallest(version: &'static str, least: u32, most: u32) -> Self {
        Self { version, size: TaskSize::SMALLEST, least, most }
    }

    /// Tasks with room for the proxy of Service Connect, for which AWS advises to add 256 units of
    /// processor: twice the smallest size, $14.42 a month each.
    pub(super) const fn with_proxy(version: &'static str, least: u32, most: u32) -> Self {
        const SIZE: TaskSize = match TaskSize::new(512, Size::gibibytes(1)) {
            Ok(size) => size,
            Err(_) => panic!("Fargate has tasks of this size"),
        };
        Self { version, size: SIZE, least, most }
    }
}
