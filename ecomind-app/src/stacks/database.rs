//! Database: readings, reports and accounts.

use ecomind_constructs::prelude::*;

use crate::{
    environment::{DatabaseChoice, DatabaseSize, Environment},
    stacks::{backup_copies::CopyVault, network::Network},
};

/// The database of `EcoMind` in the database server.
const NAME: &str = "ecomind";

/// What other stacks may use.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Database {
    /// `PostgreSQL` that AWS runs.
    Rds {
        /// The database that is written to.
        instance: DatabaseInstance,
        /// The copy for reports that read a lot, if the environment has one.
        analytics: Option<ReadReplica>,
    },
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
    }
}

impl Database {
    /// Tells `container` where the database is, and that it logs in as `user` with a token that its
    /// role signs: no password that it got at its start, and that a rotation makes worthless.
    pub fn tell(&self, container: Container, user: &str) -> Container {
        let Self::Rds { instance, analytics } = self;
        let container = self
            .tell_where(container)
            .variable("DATABASE_USER", user)
            .variable("DATABASE_AUTHENTICATION", "iam");
        let reads_from = analytics.map_or_else(|| instance.endpoint(), ReadReplica::endpoint);
        container.variable("DATABASE_ANALYTICS_HOST", reads_from)
    }

    /// Tells `container` where the database is, and how its master user logs in: for the migration,
    /// which makes the others.
    pub fn tell_master(&self, container: Container) -> Container {
        let Self::Rds { instance, .. } = self;
        let field = |name: &str| {
            let secret = ContainerSecret::from_arn(instance.secret()).json_field(name);
            match instance.encryption_key() {
                Some(key) => secret.encryption_key(&key),
                None => secret,
            }
        };
        self.tell_where(container)
            .secret("DATABASE_USER", field("username"))
            .secret("DATABASE_PASSWORD", field("password"))
    }

    /// Lets `client` connect, and log in as `user`. The rules are in `stack`, that of the client.
    pub fn open_to<C: Connectable + Grantee>(
        &self,
        client: &C,
        user: &str,
        stack: &mut Scope<'_>,
    ) -> Result<()> {
        let Self::Rds { instance, analytics } = self;
        instance.allow_from(client, stack)?;
        instance.grant_connect(user, client, stack)?;
        if let Some(replica) = analytics {
            replica.allow_from(client, stack)?;
            replica.grant_connect(user, client, stack)?;
        }
        Ok(())
    }

    fn tell_where(&self, container: Container) -> Container {
        let Self::Rds { instance, .. } = self;
        container
            .variable("DATABASE_HOST", instance.endpoint())
            .variable("DATABASE_PORT", instance.port())
            .variable("DATABASE_NAME", NAME)
            .variable("DATABASE_TLS", "verify-full")
    }
}

impl Connectable for Database {
    fn connections(&self) -> Connections {
        let Self::Rds { instance, .. } = self;
        instance.connections()
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
    let mut instance = DatabaseInstance::builder("Database", &network.vpc)
        .version(PostgresVersion::V17)
        .instance_class(size.instance_class)
        .multi_az(size.multi_az)
        .storage(size.storage)
        .database_name(NAME)
        .credentials(credentials)
        .backup_retention(size.backups_kept)
        .deletion_protection(env.is_protected);
    if let Some(copies) = copies {
        let replication = BackupReplication::to(copies.plan.region, copies.key.arn());
        instance = instance.backup_replication(replication.retention(size.backups_kept));
    }
    let instance = instance.build(stack)?;

    if let Some(secret) = instance.generated_secret() {
        let rotation = RotationSchedule::builder("Rotation", &secret, &network.vpc).build(stack)?;
        instance.allow_from(&rotation, stack)?;
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
    Ok(Database::Rds { instance, analytics })
}
