//! How databases are made.

use std::net::Ipv4Addr;

use crate::{
    Result,
    aws::{
        ec2::{
            Connectable as _, Connections, Image, InstanceTemplate, LastingInstance, Place, Subnet,
            Vpc,
        },
        iam::PolicyStatement,
        kms::Key,
        logs::{LogGroup, Retention},
        s3::{Bucket, LifecycleRule},
        secretsmanager::Secret,
    },
    cfn::{cloudformation, ec2 as cfn},
    tree::{CreationPolicy, Resource as _, Scope},
    value::{CidrBlock, Duration, Port, Size, Token, Value},
};

use super::{
    TimescaleDb, TimescaleRelease, flaws, origin::Origin, recovery, role, snapshots,
    user_data::FirstStart,
};

/// Builds a [`TimescaleDb`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct TimescaleDbBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    pub(super) image: Image,
    pub(super) release: TimescaleRelease,
    pub(super) origin: Origin,
    pub(super) database_name: String,
    subnet: Option<Subnet>,
    address: Option<Ipv4Addr>,
    pub(super) instance_type: String,
    pub(super) storage: Size,
    pub(super) iops: Option<u32>,
    pub(super) throughput: Option<u32>,
    encryption_key: Option<Key>,
    backup_bucket: Option<Bucket>,
    pub(super) backup_retention: Duration,
    pub(super) backup_hour: u8,
    pub(super) snapshots: u32,
    log_retention: Retention,
    termination_protection: bool,
    pub(super) startup_timeout: Duration,
    statements: Vec<PolicyStatement>,
}

impl<'a> TimescaleDbBuilder<'a> {
    pub(super) fn new(
        id: String,
        vpc: &'a Vpc,
        image: Image,
        release: TimescaleRelease,
        origin: Origin,
    ) -> Self {
        Self {
            id,
            vpc,
            image,
            release,
            origin,
            database_name: "postgres".to_owned(),
            subnet: None,
            address: None,
            instance_type: "m7g.large".to_owned(),
            storage: Size::gibibytes(100),
            iops: None,
            throughput: None,
            encryption_key: None,
            backup_bucket: None,
            backup_retention: Duration::days(7),
            backup_hour: 3,
            snapshots: 7,
            log_retention: Retention::ThreeMonths,
            termination_protection: true,
            startup_timeout: Duration::minutes(30),
            statements: Vec::new(),
        }
    }

    /// The database that TimescaleDB is in. Default: `postgres`.
    pub fn database_name(mut self, name: impl Into<String>) -> Self {
        self.database_name = name.into();
        self
    }

    /// Where it is. Default: the first private subnet.
    pub fn subnet(mut self, subnet: &Subnet) -> Self {
        self.subnet = Some(subnet.clone());
        self
    }

    /// Its address in the subnet. Default: the eleventh, such as 10.0.64.10.
    pub fn address(mut self, address: Ipv4Addr) -> Self {
        self.address = Some(address);
        self
    }

    /// The type of the instance, of the architecture of the image. Default: `m7g.large`.
    pub fn instance_type(mut self, instance_type: impl Into<String>) -> Self {
        self.instance_type = instance_type.into();
        self
    }

    /// The volume, 10 to 16,384 GiB. It can't shrink, and after it grew, `xfs_growfs` tells the file
    /// system. Default: 100 GiB.
    pub fn storage(mut self, size: Size) -> Self {
        self.storage = size;
        self
    }

    /// Reads and writes in a second, 3,000 to 80,000, at most 500 for each GiB. Default: 3,000.
    pub fn iops(mut self, iops: u32) -> Self {
        self.iops = Some(iops);
        self
    }

    /// What it reads and writes in a second, 125 to 2,000 MiB, at most a quarter MiB for each of its
    /// reads and writes. Default: 125.
    pub fn throughput_mib_per_second(mut self, throughput: u32) -> Self {
        self.throughput = Some(throughput);
        self
    }

    /// The key that encrypts volume, secret and backups. Default: one of its own, `Key`.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// Where backups go. A database that begins without data begins with what is there in its
    /// own folder. Default: a bucket of its own, `Backups`.
    pub fn backup_bucket(mut self, bucket: &Bucket) -> Self {
        self.backup_bucket = Some(*bucket);
        self
    }

    /// How long it can be brought back to any minute, 1 to 365 days; the backups themselves are kept
    /// up to a week longer. Default: 7 days.
    pub fn backup_retention(mut self, retention: Duration) -> Self {
        self.backup_retention = retention;
        self
    }

    /// The hour of the day, in UTC, when the backup of the day and its snapshot begin. Default: 3.
    pub fn backup_hour(mut self, hour: u8) -> Self {
        self.backup_hour = hour;
        self
    }

    /// How many daily snapshots of the volume are kept, 1 to 1,000. Default: 7.
    pub fn snapshots(mut self, count: u32) -> Self {
        self.snapshots = count;
        self
    }

    /// How long log lines are kept. Default: [`Retention::ThreeMonths`].
    pub fn log_retention(mut self, retention: Retention) -> Self {
        self.log_retention = retention;
        self
    }

    /// Whether EC2 refuses to terminate the instance, with or without CloudFormation. Default: yes.
    pub fn termination_protection(mut self, protected: bool) -> Self {
        self.termination_protection = protected;
        self
    }

    /// How long the deployment waits until the database is up and backed up, at most 12 hours.
    /// Default: 30 minutes.
    pub fn startup_timeout(mut self, timeout: Duration) -> Self {
        self.startup_timeout = timeout;
        self
    }

    /// Something that the instance may do. Adds to those before; default: what it needs itself.
    pub fn statement(mut self, statement: PolicyStatement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Adds the database to `scope`.
    #[track_caller]
    pub fn build(mut self, scope: &mut Scope<'_>) -> Result<TimescaleDb> {
        let mut scope = scope.child(&self.id)?;
        if let Some((setter, reason)) = flaws::first(&self) {
            return Err(scope.invalid(setter, reason));
        }
        let place = match self.place() {
            Ok(place) => place,
            Err((setter, reason)) => return Err(scope.invalid(setter, reason)),
        };
        let key = self.key(&mut scope)?;
        let connections = Connections::closed(self.vpc, Port::POSTGRES, &mut scope)?;
        let mut rules = scope.child("Rules")?;
        // What it installs itself from, and the bucket, and Session Manager.
        connections.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, &mut rules)?;
        let rules = rules.node();

        let secret = self.add_secret(place.address, key, &mut scope)?;
        let backup_bucket = self.bucket(key, &mut scope)?;
        let log_group = LogGroup::builder("Logs")
            .retention(self.log_retention)
            .build(&mut scope)?;
        let statements = std::mem::take(&mut self.statements);
        let role = role::add(secret, backup_bucket, log_group, statements, &mut scope)?;

        // The instance can't wait for the signal itself: it is ready when its volume is attached,
        // and that happens after it is there.
        let ready = cloudformation::WaitCondition::new().add("Ready", &mut scope)?;
        let first_start = FirstStart {
            release: &self.release,
            database: &self.database_name,
            address: place.address,
            secret,
            bucket: backup_bucket,
            retention: days(self.backup_retention),
            backup_hour: self.backup_hour,
            log_group,
        };
        let ready_id: Value<String> = Value::from_token(Token::LogicalId(ready.node()));
        let template = InstanceTemplate {
            image: &self.image,
            role,
            encryption_key: Some(key),
            termination_protection: self.termination_protection,
            user_data: first_start.user_data(ready_id.clone()),
        };
        let template = template.add(&mut scope)?;
        let instance = LastingInstance {
            place: &place,
            template,
            instance_type: &self.instance_type,
            connections,
            volume: self.volume(),
            encryption_key: Some(key),
            volume_tags: vec![snapshots::tag(&ready_id)],
        };
        let parts = instance.add(&mut scope)?;
        // Its script needs the internet and the bucket as soon as it runs.
        for other in [rules, self.vpc.node(), role.node()] {
            scope.depends_on(parts.instance, other)?;
        }
        scope
            .options(ready)?
            .creation_policy(CreationPolicy::resource_signal(1, self.startup_timeout))
            .depends_on(parts.attachment.node());
        snapshots::add(&ready_id, self.backup_hour, self.snapshots, &mut scope)?;
        recovery::add(parts.instance, &mut scope)?;
        Ok(TimescaleDb {
            address: place.address,
            instance: parts.instance,
            volume: parts.volume,
            connections,
            role,
            secret,
            encryption_key: key,
            backup_bucket,
            log_group,
        })
    }

    fn key(&self, scope: &mut Scope<'_>) -> Result<Key> {
        if let Some(key) = self.encryption_key {
            return Ok(key);
        }
        let description = format!("encrypts the database {}", scope.path());
        Key::builder("Key").description(description).build(scope)
    }

    fn place(&self) -> Result<Place, (&'static str, String)> {
        let Some(subnet) = self.subnet.as_ref().or(self.vpc.private_subnets().first()) else {
            let reason = "must be given in a VPC without private subnets";
            return Err(("subnet", reason.to_owned()));
        };
        Place::new(subnet, self.address).map_err(|reason| ("address", reason))
    }

    fn volume(&self) -> cfn::Volume {
        let mut volume = cfn::Volume::new().size(flaws::gibibytes(self).unwrap_or_default());
        if let Some(iops) = self.iops {
            volume = volume.iops(i64::from(iops));
        }
        if let Some(throughput) = self.throughput {
            volume = volume.throughput(i64::from(throughput));
        }
        self.origin.apply(volume)
    }

    fn add_secret(&self, address: Ipv4Addr, key: Key, scope: &mut Scope<'_>) -> Result<Secret> {
        Secret::builder("Secret")
            .encryption_key(&key)
            .username("postgres")
            .field("engine", "postgres")
            .field("host", address.to_string())
            .field("port", "5432")
            .field("dbname", &self.database_name)
            .build(scope)
    }

    fn bucket(&self, key: Key, scope: &mut Scope<'_>) -> Result<Bucket> {
        if let Some(bucket) = self.backup_bucket {
            return Ok(bucket);
        }
        // What pgBackRest deletes can be brought back for a week.
        let cleared = LifecycleRule::new("ClearDeleted").noncurrent_expiration(Duration::days(7));
        Bucket::builder("Backups")
            .encryption_key(&key)
            .lifecycle_rule(cleared)
            .build(scope)
    }
}

fn days(retention: Duration) -> i64 {
    retention
        .as_days()
        .and_then(|days| i64::try_from(days).ok())
        .unwrap_or_default()
}
