//! How databases are made.

use crate::{
    Result,
    aws::{
        MaintenanceWindow,
        ec2::{Connections, Vpc},
        kms::Key,
        maintenance_window::{daily, hour_flaw},
        secretsmanager::{Secret, SecretTarget},
    },
    cfn::{ids::kms::KeyId, rds as cfn},
    tree::{DeletionPolicy, Resource as _, Scope, UpdateReplacePolicy},
    value::{Duration, Port, Size},
};

use super::{
    BackupReplication, Credentials, DatabaseInsights, DatabaseInstance, InstanceClass,
    ParameterGroup, PostgresVersion, SubnetGroup,
    backup_replication::{days, retention_flaw},
    credentials::{database_name_flaw, username_flaw},
    monitoring_role,
    origin::Origin,
    storage::{Growth, Storage},
};

/// Builds a [`DatabaseInstance`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting that RDS has")]
pub struct DatabaseInstanceBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    origin: Origin,
    restore_time: Option<String>,
    version: PostgresVersion,
    instance_class: InstanceClass,
    multi_az: bool,
    storage: Storage,
    database_name: Option<String>,
    master_username: String,
    credentials: Credentials,
    encryption_key: Option<Key>,
    parameter_group: Option<ParameterGroup>,
    subnet_group: Option<SubnetGroup>,
    backup_retention: Duration,
    backup_hour: Option<u8>,
    backup_replication: Option<BackupReplication>,
    maintenance_window: Option<MaintenanceWindow>,
    insights: DatabaseInsights,
    auto_minor_version_upgrade: bool,
    allow_major_version_upgrade: bool,
    deletion_protection: bool,
}

impl<'a> DatabaseInstanceBuilder<'a> {
    pub(super) fn new(id: String, vpc: &'a Vpc, origin: Origin) -> Self {
        Self {
            id,
            vpc,
            origin,
            restore_time: None,
            version: PostgresVersion::V17,
            instance_class: InstanceClass::T4gMedium,
            multi_az: true,
            storage: Storage::default(),
            database_name: None,
            master_username: "postgres".to_owned(),
            credentials: Credentials::Managed,
            encryption_key: None,
            parameter_group: None,
            subnet_group: None,
            backup_retention: Duration::days(7),
            backup_hour: None,
            backup_replication: None,
            maintenance_window: None,
            insights: DatabaseInsights::Standard,
            auto_minor_version_upgrade: true,
            allow_major_version_upgrade: false,
            deletion_protection: true,
        }
    }

    /// The moment that replicated backups are restored to, such as `2026-11-29T10:00:00Z`: the last
    /// one before something went wrong. It must stay, as the backups must. Default: the newest
    /// that there is.
    pub fn restore_time(mut self, time: impl Into<String>) -> Self {
        self.restore_time = Some(time.into());
        self
    }

    /// The version of `PostgreSQL`. Default: [`PostgresVersion::V17`].
    pub fn version(mut self, version: PostgresVersion) -> Self {
        self.version = version;
        self
    }

    /// The size of the instance, and of its standby. Default: [`InstanceClass::T4gMedium`].
    pub fn instance_class(mut self, class: InstanceClass) -> Self {
        self.instance_class = class;
        self
    }

    /// Whether a standby in another zone takes over when the instance fails, at twice the price.
    /// Default: true.
    pub fn multi_az(mut self, multi_az: bool) -> Self {
        self.multi_az = multi_az;
        self
    }

    /// How much it holds, 20 GiB to 64 TiB. It can't shrink. Default: 100 GiB.
    pub fn storage(mut self, size: Size) -> Self {
        self.storage.allocated = size;
        self
    }

    /// Up to what it grows by itself, at least a tenth more than its storage; with `None` it
    /// doesn't. Default: twice its storage.
    pub fn max_storage(mut self, size: impl Into<Option<Size>>) -> Self {
        self.storage.growth = size.into().map_or(Growth::Never, Growth::UpTo);
        self
    }

    /// Reads and writes in a second, 12,000 to 64,000, of 400 GiB or more. Default: 12,000, and
    /// 3,000 below 400 GiB.
    pub fn iops(mut self, iops: u32) -> Self {
        self.storage.iops = Some(iops);
        self
    }

    /// What it reads and writes in a second, 500 to 4,000 MiB, of 400 GiB or more. Default: 500,
    /// and 125 below 400 GiB.
    pub fn throughput_mib_per_second(mut self, throughput: u32) -> Self {
        self.storage.throughput = Some(throughput);
        self
    }

    /// The first database, where `pg_cron` keeps its jobs too. Changing it replaces the instance.
    /// Default: none but `postgres`.
    pub fn database_name(mut self, name: impl Into<String>) -> Self {
        self.database_name = Some(name.into());
        self
    }

    /// What the master user is called. Changing it replaces the instance. Default: `postgres`.
    pub fn master_username(mut self, name: impl Into<String>) -> Self {
        self.master_username = name.into();
        self
    }

    /// Who makes the password. Default: [`Credentials::Managed`].
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// The key that encrypts it, its secret and its insights. Changing it replaces the instance.
    /// Default: one of its own, `Key`.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// What `PostgreSQL` is told. Default: a group of its own, `ParameterGroup`.
    pub fn parameter_group(mut self, group: &ParameterGroup) -> Self {
        self.parameter_group = Some(*group);
        self
    }

    /// Where it is. Default: a group of its own, `SubnetGroup`, of the isolated subnets.
    pub fn subnet_group(mut self, group: &SubnetGroup) -> Self {
        self.subnet_group = Some(*group);
        self
    }

    /// How long it can be restored to any minute, 1 to 35 days. Default: 7 days.
    pub fn backup_retention(mut self, retention: Duration) -> Self {
        self.backup_retention = retention;
        self
    }

    /// The hour of the day, in UTC, in which it is backed up. Default: AWS chooses one.
    pub fn backup_hour(mut self, hour: u8) -> Self {
        self.backup_hour = Some(hour);
        self
    }

    /// Another region that backups are copied to. Default: none.
    pub fn backup_replication(mut self, replication: BackupReplication) -> Self {
        self.backup_replication = Some(replication);
        self
    }

    /// When it is patched. Default: AWS chooses an hour.
    pub fn maintenance_window(mut self, window: MaintenanceWindow) -> Self {
        self.maintenance_window = Some(window);
        self
    }

    /// How long is kept what slows it down. Default: [`DatabaseInsights::Standard`].
    pub fn insights(mut self, insights: DatabaseInsights) -> Self {
        self.insights = insights;
        self
    }

    /// Whether RDS upgrades it within its major version. Default: true.
    pub fn auto_minor_version_upgrade(mut self, enabled: bool) -> Self {
        self.auto_minor_version_upgrade = enabled;
        self
    }

    /// Lets the next deployment bring it to another major version, for minutes of downtime and
    /// with no way back. Default: no.
    pub fn allow_major_version_upgrade(mut self) -> Self {
        self.allow_major_version_upgrade = true;
        self
    }

    /// Whether RDS refuses to delete it. Default: true.
    pub fn deletion_protection(mut self, protected: bool) -> Self {
        self.deletion_protection = protected;
        self
    }

    /// Adds the database to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<DatabaseInstance> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        let is_empty = matches!(self.origin, Origin::Empty);
        let encryption_key = match self.encryption_key {
            None if is_empty => {
                let description = format!("encrypts the database {}", scope.path().as_str());
                Some(
                    Key::builder("Key")
                        .description(description)
                        .build(&mut scope)?,
                )
            }
            key => key,
        };
        let subnet_group = match self.subnet_group {
            Some(group) => group,
            None => SubnetGroup::builder("SubnetGroup", self.vpc).build(&mut scope)?,
        };
        let connections = Connections::closed(self.vpc, Port::POSTGRES, &mut scope)?;
        let database = self.database_name.as_deref().unwrap_or("postgres");
        let parameter_group = match self.parameter_group {
            Some(group) => group,
            None => ParameterGroup::builder("ParameterGroup", self.version)
                .cron_database(database)
                .build(&mut scope)?,
        };

        let mut instance = self
            .own_properties()
            .db_parameter_group_name(parameter_group.name())
            .db_subnet_group_name(subnet_group.name())
            .vpc_security_groups([connections.security_group_id()]);
        instance = self.insights.apply(instance, encryption_key);
        instance = monitoring_role::apply(instance, &mut scope)?;
        let key = encryption_key.map(|key| key.arn().cast::<KeyId>());
        if is_empty {
            instance = instance
                .storage_encrypted(true)
                .master_username(self.master_username.as_str());
            if let Some(key) = &key {
                instance = instance.kms_key_id(key);
            }
            if let Some(name) = self.database_name {
                instance = instance.db_name(name);
            }
        } else {
            // What it was restored from says what its databases, its master user and its key are.
            instance = self
                .origin
                .apply(instance, self.restore_time.as_ref(), &mut scope)?;
        }
        let secret = match self.credentials {
            Credentials::Managed => {
                instance = instance.manage_master_user_password(true);
                if let Some(key) = key {
                    let secret = cfn::DbInstanceMasterUserSecret::new().kms_key_id(key);
                    instance = instance.master_user_secret(secret);
                }
                None
            }
            Credentials::Generated => {
                let mut secret = Secret::builder("Secret").username(self.master_username);
                if let Some(key) = &encryption_key {
                    secret = secret.encryption_key(key);
                }
                let secret = secret.build(&mut scope)?;
                instance = instance.master_user_password(secret.value("password"));
                Some(secret)
            }
        };

        let resource = instance.add("Resource", &mut scope)?;
        let options = scope.options(resource)?;
        options
            .deletion_policy(DeletionPolicy::Snapshot)
            .update_replace_policy(UpdateReplacePolicy::Snapshot);
        if let Some(properties) = self.origin.never_change(self.restore_time.as_ref()) {
            options.metadata("NeverChange", properties);
        }
        let generated_secret = match secret {
            Some(secret) => Some(secret.attach(&SecretTarget::db_instance(resource), &mut scope)?),
            None => None,
        };
        Ok(DatabaseInstance {
            resource,
            node: scope.node(),
            connections,
            vpc: self.vpc.clone(),
            region: scope.region().map(str::to_owned),
            generated_secret,
            encryption_key,
            parameter_group,
            subnet_group,
            instance_class: self.instance_class,
            max_storage: self.storage.max_allocated(),
        })
    }

    /// What takes nothing else of the tree.
    fn own_properties(&self) -> cfn::DbInstance {
        let mut instance = cfn::DbInstance::new()
            .engine("postgres")
            .engine_version(self.version.name())
            // The other value enrols it, for a fee, once support of its version ends.
            .engine_lifecycle_support("open-source-rds-extended-support-disabled")
            .auto_minor_version_upgrade(self.auto_minor_version_upgrade)
            .db_instance_class(self.instance_class.name())
            .multi_az(self.multi_az)
            .publicly_accessible(false)
            .enable_iam_database_authentication(true)
            .backup_retention_period(days(self.backup_retention))
            .delete_automated_backups(false)
            .copy_tags_to_snapshot(true)
            .enable_cloudwatch_logs_exports(["postgresql", "upgrade"])
            .deletion_protection(self.deletion_protection);
        if self.allow_major_version_upgrade {
            instance = instance.allow_major_version_upgrade(true);
        }
        if let Some(hour) = self.backup_hour {
            instance = instance.preferred_backup_window(daily(hour));
        }
        if let Some(window) = self.maintenance_window {
            instance = instance.preferred_maintenance_window(window.to_string());
        }
        if let Some(replication) = &self.backup_replication {
            instance = replication.apply(instance);
        }
        self.storage.apply(instance)
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        let family = self.parameter_group.and_then(|group| {
            let (given, due) = (group.version().family(), self.version.family());
            (given != due).then(|| format!("must be of {due}, got one of {given}"))
        });
        let overlap = self.backup_hour.zip(self.maintenance_window);
        let overlap = overlap.filter(|(hour, window)| window.hour() == *hour);
        let overlap = overlap
            .map(|(hour, _)| format!("must not be that of maintenance, got {hour} for both"));
        let named = |setter, flaw: Option<String>| flaw.map(|reason| (setter, reason));
        let name = self.database_name.as_deref().and_then(database_name_flaw);
        let replication = self.backup_replication.as_ref();
        let flaws = [
            self.origin
                .flaw(self.encryption_key.is_some(), scope.region()),
            named(
                "restore_time",
                self.restore_time
                    .as_deref()
                    .and_then(|time| self.origin.flaw_of_time(time)),
            ),
            named("version", self.version.flaw()),
            named("instance_class", self.instance_class.flaw()),
            self.storage.flaw(),
            named("database_name", name),
            named("master_username", username_flaw(&self.master_username)),
            named("parameter_group", family),
            named("backup_retention", retention_flaw(self.backup_retention)),
            named("backup_hour", self.backup_hour.and_then(hour_flaw).or(overlap)),
            named("backup_replication", replication.and_then(|to| to.flaw(scope.region()))),
            named("maintenance_window", self.maintenance_window.and_then(MaintenanceWindow::flaw)),
        ];
        match flaws.into_iter().flatten().next() {
            Some((setter, reason)) => Err(scope.invalid(setter, reason)),
            None => Ok(()),
        }
    }
}
