//! Database: readings, reports and accounts.

use ecomind_constructs::{
    aws::{ec2::Image, timescaledb::TimescaleRelease},
    prelude::*,
};

use crate::{
    environment::{DatabaseChoice, DatabaseSize, DatabaseSource, Environment},
    stacks::{backup_copies::CopyVault, network::Network},
};

/// The database of `EcoMind` in the database server.
const NAME: &str = "ecomind";

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Database {
    /// The database that is written to.
    pub server: PostgresDatabase,
    /// The copy for reports that read a lot, if the environment has one.
    pub analytics: Option<ReadReplica>,
}

/// Adds the database to `stack`.
pub fn define(
    stack: &mut Scope<'_>,
    env: &Environment,
    network: &Network,
    copies: Option<&CopyVault>,
) -> Result<Database> {
    match env.database {
        DatabaseChoice::Rds(size) => rds(stack, env, size, network, copies),
        DatabaseChoice::TimescaleDb {
            image_id,
            postgres,
            timescale,
            instance_type,
            storage,
            backups_kept,
        } => {
            if env.database_source().is_some() {
                let reason = "must be of RDS to be restored from backups of RDS, got TimescaleDb";
                return Err(stack.invalid("database", reason));
            }
            let release = TimescaleRelease::new(postgres, timescale);
            let image = Image::id(image_id);
            let database = TimescaleDb::builder("Database", &network.vpc, image, release)
                .database_name(NAME)
                .instance_type(instance_type)
                .storage(storage)
                .backup_retention(backups_kept)
                .log_retention(env.logs_kept)
                .termination_protection(env.is_protected)
                .build(stack)?;
            Ok(Database { server: database.into(), analytics: None })
        }
    }
}

impl Database {
    /// Tells `container` where the database is, and how it logs in: as `user` with a token that its
    /// role signs, no password that it got at its start and that a rotation makes worthless; or as
    /// the master user, where the database takes no tokens.
    pub fn tell(&self, container: Container, user: &str) -> Container {
        let container = match self.server {
            PostgresDatabase::Rds(_) => self
                .tell_where(container)
                .variable("DATABASE_USER", user)
                .variable("DATABASE_AUTHENTICATION", "iam"),
            PostgresDatabase::TimescaleDb(_) => self
                .tell_master(container)
                .variable("DATABASE_AUTHENTICATION", "password"),
        };
        let replica = self.analytics.as_ref().map(|replica| replica.endpoint());
        let reads_from = replica.unwrap_or_else(|| self.server.endpoint());
        container.variable("DATABASE_ANALYTICS_HOST", reads_from)
    }

    /// Tells `container` where the database is, and how its master user logs in: for the migration,
    /// which makes the others.
    pub fn tell_master(&self, container: Container) -> Container {
        let field = |name: &str| {
            let secret = ContainerSecret::from_arn(self.server.secret()).json_field(name);
            match self.server.encryption_key() {
                Some(key) => secret.encryption_key(&key),
                None => secret,
            }
        };
        self.tell_where(container)
            .secret("DATABASE_USER", field("username"))
            .secret("DATABASE_PASSWORD", field("password"))
    }

    /// Lets `client` connect, and log in as `user` where that takes a permission. The rules are in
    /// `stack`, that of the client.
    pub fn open_to<C: Connectable + Grantee>(
        &self,
        client: &C,
        user: &str,
        stack: &mut Scope<'_>,
    ) -> Result<()> {
        self.server.allow_from(client, stack)?;
        if let PostgresDatabase::Rds(instance) = &self.server {
            instance.grant_connect(user, client, stack)?;
        }
        if let Some(replica) = self.analytics {
            replica.allow_from(client, stack)?;
            replica.grant_connect(user, client, stack)?;
        }
        Ok(())
    }

    fn tell_where(&self, container: Container) -> Container {
        let tls = match self.server {
            PostgresDatabase::Rds(_) => "verify-full",
            // Nobody has signed its certificate.
            PostgresDatabase::TimescaleDb(_) => "require",
        };
        container
            .variable("DATABASE_HOST", self.server.endpoint())
            .variable("DATABASE_PORT", self.server.port())
            .variable("DATABASE_NAME", NAME)
            .variable("DATABASE_TLS", tls)
    }
}

impl Connectable for Database {
    fn connections(&self) -> Connections {
        self.server.connections()
    }
}

fn rds(
    stack: &mut Scope<'_>,
    env: &Environment,
    size: DatabaseSize,
    network: &Network,
    copies: Option<&CopyVault>,
) -> Result<Database> {
    let credentials = match size.analytics_replica {
        Some(_) => Credentials::Generated,
        None => Credentials::Managed,
    };
    let vpc = &network.vpc;
    let instance = match env.database_source() {
        None => DatabaseInstance::builder("Database", vpc),
        Some(DatabaseSource::ReplicatedBackups(backups)) => {
            DatabaseInstance::from_replicated_backups("Database", vpc, backups)
        }
        Some(DatabaseSource::ReplicatedBackupsAt { backups, moment }) => {
            DatabaseInstance::from_replicated_backups("Database", vpc, backups).restore_time(moment)
        }
        Some(DatabaseSource::Snapshot(snapshot)) => {
            DatabaseInstance::from_snapshot("Database", vpc, snapshot)
        }
    };
    let mut instance = instance
        .version(PostgresVersion::V17)
        .instance_class(size.instance_class)
        .multi_az(size.multi_az)
        .storage(size.storage)
        .database_name(NAME)
        .credentials(credentials)
        .backup_retention(size.backups_kept)
        // AWS Backup, which comes at 3, fails within these windows and an hour before them.
        .backup_hour(7)
        .maintenance_window(MaintenanceWindow::starting(Weekday::Sunday, 9))
        .deletion_protection(env.is_protected);
    if let Some(copies) = copies {
        let replication = BackupReplication::to(copies.standby.region, copies.key.clone());
        instance = instance.backup_replication(replication.retention(size.backups_kept));
    }
    let instance = instance.build(stack)?;

    if let Some(secret) = instance.generated_secret() {
        let rotation = RotationSchedule::builder("Rotation", &secret, &network.vpc).build(stack)?;
        instance.allow_from(&rotation, stack)?;
        // Secrets Manager is where it puts the new password.
        rotation.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, stack)?;
    }
    let analytics = match size.analytics_replica {
        Some(class) => Some(
            ReadReplica::builder("Analytics", &instance)
                .instance_class(class)
                .deletion_protection(env.is_protected)
                .build(stack)?,
        ),
        None => None,
    };
    Ok(Database { server: instance.into(), analytics })
}
