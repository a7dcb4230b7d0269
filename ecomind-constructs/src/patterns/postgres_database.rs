//! PostgreSQL, one way or the other.

use crate::{
    Result,
    aws::{
        ec2::{Connectable, Connections},
        iam::Grantee,
        kms::Key,
        rds::DatabaseInstance,
        secretsmanager::SecretArn,
        timescaledb::TimescaleDb,
    },
    tree::Scope,
    value::{SecretValue, Value},
};

/// A `PostgreSQL` database: managed by RDS, or with TimescaleDB on an instance of your own, never
/// both.
///
/// Clients need the same of either: to be [allowed](Connectable::allow_from) in, where it is, and
/// the secret of the master user, which has the keys `username` and `password`. What one of them
/// alone has is in its variant.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::{ec2::Image, timescaledb::TimescaleRelease};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Data")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
/// # let hypertables = true;
/// let readings: PostgresDatabase = if hypertables {
///     let image = Image::id("ami-0123456789abcdef0");
///     let release = TimescaleRelease::new("17.11", "2.30.1");
///     TimescaleDb::builder("Readings", &vpc, image, release).build(stack)?.into()
/// } else {
///     DatabaseInstance::builder("Readings", &vpc).build(stack)?.into()
/// };
/// readings.allow_from(&worker, stack)?;
/// let variables = [("DATABASE_HOST", readings.endpoint()), ("DATABASE_PORT", readings.port())];
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub enum PostgresDatabase {
    /// Managed: a standby takes over, and AWS patches it. It has no hypertables.
    Rds(DatabaseInstance),
    /// With hypertables, and yours to patch and to bring back.
    TimescaleDb(TimescaleDb),
}

impl PostgresDatabase {
    /// Where clients connect.
    #[must_use]
    pub fn endpoint(&self) -> Value<String> {
        match self {
            Self::Rds(database) => database.endpoint(),
            Self::TimescaleDb(database) => database.endpoint(),
        }
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> Value<String> {
        match self {
            Self::Rds(database) => database.port(),
            Self::TimescaleDb(database) => database.port(),
        }
    }

    /// The ARN of the secret of the master user: JSON with the keys `username` and `password`.
    #[must_use]
    pub fn secret(&self) -> Value<SecretArn> {
        match self {
            Self::Rds(database) => database.secret(),
            Self::TimescaleDb(database) => database.secret(),
        }
    }

    /// The password of the master user, for properties of resources.
    #[must_use]
    pub fn password(&self) -> SecretValue {
        match self {
            Self::Rds(database) => database.password(),
            Self::TimescaleDb(database) => database.password(),
        }
    }

    /// The key that the secret is encrypted with, if it has one of its own.
    #[must_use]
    pub fn encryption_key(&self) -> Option<Key> {
        match self {
            Self::Rds(database) => database.encryption_key(),
            Self::TimescaleDb(database) => Some(database.encryption_key()),
        }
    }

    /// Lets `grantee` read the secret of the master user, who may do everything.
    #[track_caller]
    pub fn grant_read_secret(&self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        match self {
            Self::Rds(database) => database.grant_read_secret(grantee, scope),
            Self::TimescaleDb(database) => database.grant_read_secret(grantee, scope),
        }
    }
}

impl Connectable for PostgresDatabase {
    fn connections(&self) -> Connections {
        match self {
            Self::Rds(database) => database.connections(),
            Self::TimescaleDb(database) => database.connections(),
        }
    }
}

impl From<DatabaseInstance> for PostgresDatabase {
    fn from(database: DatabaseInstance) -> Self {
        Self::Rds(database)
    }
}

impl From<TimescaleDb> for PostgresDatabase {
    fn from(database: TimescaleDb) -> Self {
        Self::TimescaleDb(database)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::{ec2::Image, timescaledb::TimescaleRelease},
        prelude::*,
        testing,
    };

    /// What another stack needs to know of `database`.
    fn client_of(database: impl Fn(&Vpc, &mut Scope<'_>) -> Result<PostgresDatabase>) -> String {
        let mut app = App::new().region("us-east-1");
        let stack = &mut app.stack("Data").unwrap();
        let vpc = Vpc::builder("Vpc").max_azs(2).build(stack).unwrap();
        let database = database(&vpc, stack).unwrap();
        let stack = &mut app.stack("Test").unwrap();
        let worker = SecurityGroup::builder("Worker", &vpc).build(stack).unwrap();
        let task = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
            .build(stack)
            .unwrap();
        database.allow_from(&worker, stack).unwrap();
        database.grant_read_secret(&task, stack).unwrap();
        for (name, value) in [("Host", database.endpoint()), ("Port", database.port())] {
            Output::new(value).add(name, stack).unwrap();
        }
        let password: Value<String> = database.password().into_value();
        RawResource::new("Custom::Use")
            .property("Password", password)
            .add("Use", stack)
            .unwrap();
        testing::template_of(&app, "Test").yaml()
    }

    #[test]
    fn rds() {
        insta::assert_snapshot!(client_of(|vpc, stack| {
            Ok(DatabaseInstance::builder("Readings", vpc)
                .build(stack)?
                .into())
        }));
    }

    #[test]
    fn timescaledb() {
        insta::assert_snapshot!(client_of(|vpc, stack| {
            let image = Image::id("ami-0123456789abcdef0");
            let release = TimescaleRelease::new("17.11", "2.30.1");
            Ok(TimescaleDb::builder("Readings", vpc, image, release)
                .build(stack)?
                .into())
        }));
    }
}
