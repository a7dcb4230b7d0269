//! Databases.

use crate::{
    NodeId, Result,
    aws::{
        ec2::{Connectable, Connections, Vpc},
        iam::{Grantee, PolicyStatement},
        kms::Key,
        secretsmanager::SecretTargetAttachment,
    },
    cfn::{ids, rds as cfn},
    tree::{Ref, Scope},
    value::{self, IntoValue as _, SecretValue, SecretsManagerReference, Value},
};

use super::{
    DatabaseInstanceBuilder, InstanceClass, ParameterGroup, SubnetGroup, monitoring_role::here,
    origin::Origin,
};

/// A `PostgreSQL` database in the isolated subnets of a VPC, with a standby in another zone.
///
/// It is encrypted with a key of its own, backed up for the last seven days, grows when it is full,
/// is watched every minute, and can't be deleted until you let it; then it leaves a snapshot.
/// Nobody knows its password, nobody can connect until you [allow](Connectable::allow_from) it, and
/// then only over TLS.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
/// # let task = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com")).build(stack)?;
/// let orders = DatabaseInstance::builder("Orders", &vpc)
///     .version(PostgresVersion::V17)
///     .database_name("orders")
///     .storage(Size::gibibytes(200))
///     .build(stack)?;
/// orders.allow_from(&api, stack)?;
/// orders.grant_connect("api", &task, stack)?;
/// let host: Value<String> = orders.endpoint();
/// # Ok::<(), Error>(())
/// ```
///
/// It keeps its log lines in `/aws/rds/instance/…`, in log groups that RDS makes.
///
/// CloudFormation: [`AWS::RDS::DBInstance`](cfn::DbInstance)
#[derive(Debug, Clone)]
pub struct DatabaseInstance {
    pub(super) resource: Ref<cfn::DbInstance>,
    pub(super) node: NodeId,
    pub(super) connections: Connections,
    pub(super) vpc: Vpc,
    pub(super) region: Option<String>,
    /// The secret, unless RDS manages it.
    pub(super) generated_secret: Option<SecretTargetAttachment>,
    pub(super) encryption_key: Option<Key>,
    pub(super) parameter_group: ParameterGroup,
    pub(super) subnet_group: SubnetGroup,
    pub(super) instance_class: InstanceClass,
    pub(super) max_storage: Option<i64>,
}

impl DatabaseInstance {
    /// Starts an empty database in `vpc`.
    pub fn builder(id: impl Into<String>, vpc: &Vpc) -> DatabaseInstanceBuilder<'_> {
        DatabaseInstanceBuilder::new(id.into(), vpc, Origin::Empty)
    }

    /// What RDS and its metrics call it.
    #[must_use]
    pub fn identifier(&self) -> Value<ids::rds::DbInstanceIdentifier> {
        self.resource.reference()
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> Value<ids::rds::DbInstanceArn> {
        self.resource.db_instance_arn()
    }

    /// The host name, which leads to the standby after a failover.
    #[must_use]
    pub fn endpoint(&self) -> Value<String> {
        self.resource.endpoint_address()
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> Value<String> {
        self.resource.endpoint_port()
    }

    /// The ARN of the secret of the master user: JSON with the keys `username` and `password`.
    #[must_use]
    pub fn secret(&self) -> Value<ids::secretsmanager::SecretArn> {
        match self.generated_secret {
            Some(secret) => secret.arn(),
            None => self.resource.master_user_secret_secret_arn(),
        }
    }

    /// The secret of [`Credentials::Generated`](super::Credentials::Generated), to rotate it.
    #[must_use]
    pub fn generated_secret(&self) -> Option<SecretTargetAttachment> {
        self.generated_secret
    }

    /// The password of the master user, for properties of resources.
    #[must_use]
    pub fn password(&self) -> SecretValue {
        SecretsManagerReference::new(self.secret())
            .json_key("password")
            .value()
    }

    /// Lets `grantee` read the secret of the master user, who may do everything.
    #[track_caller]
    pub fn grant_read_secret(&self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        if let Some(secret) = self.generated_secret {
            return secret.grant_read(grantee, scope);
        }
        let read = PolicyStatement::allow()
            .actions(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"])
            .resources([self.secret()]);
        grantee.grant(read, scope)?;
        match self.encryption_key {
            Some(key) => key.grant_decrypt(grantee, scope),
            None => Ok(()),
        }
    }

    /// The key that it and its secret are encrypted with; none of a database from a snapshot.
    #[must_use]
    pub fn encryption_key(&self) -> Option<Key> {
        self.encryption_key
    }

    /// What `PostgreSQL` is told.
    #[must_use]
    pub fn parameter_group(&self) -> ParameterGroup {
        self.parameter_group
    }

    /// The subnets that it is in, for what is restored from its backups.
    #[must_use]
    pub fn subnet_group(&self) -> SubnetGroup {
        self.subnet_group
    }

    /// Lets `grantee` log in as a user of the database that was granted `rds_iam`, with a token
    /// that it signs instead of a password.
    #[track_caller]
    pub fn grant_connect(
        &self,
        user: &str,
        grantee: &dyn Grantee,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        grant_connect(self.resource, user, grantee, scope)
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::DbInstance> {
        self.resource
    }
}

impl Connectable for DatabaseInstance {
    fn connections(&self) -> Connections {
        self.connections
    }
}

/// Lets `grantee` log in to `instance` as `user`.
#[track_caller]
pub(super) fn grant_connect(
    instance: Ref<cfn::DbInstance>,
    user: &str,
    grantee: &dyn Grantee,
    scope: &mut Scope<'_>,
) -> Result<()> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    if user.is_empty() || !user.bytes().all(is_plain) {
        let reason = format!("must name one user of the database, got {user:?}");
        return Err(scope.invalid("grant_connect", reason));
    }
    let arn = value::concat([
        here("rds-db", ":dbuser:"),
        instance.dbi_resource_id(),
        format!("/{user}").into_value(),
    ]);
    let statement = PolicyStatement::allow()
        .actions(["rds-db:connect"])
        .resources([arn]);
    grantee.grant(statement, scope)
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::rds::{DatabaseInsights, DatabaseInstanceBuilder, SubnetGroup},
        cfn::ids::kms::KeyArn,
        prelude::*,
        testing,
    };

    fn vpc(stack: &mut Scope<'_>) -> Result<Vpc> {
        Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
            .isolated_subnet("use1-az1", "subnet-0123456789abcdef1")
            .isolated_subnet("use1-az2", "subnet-0123456789abcdef2")
            .build(stack)
    }

    fn database(
        set: impl FnOnce(DatabaseInstanceBuilder<'_>) -> DatabaseInstanceBuilder<'_>,
    ) -> impl FnOnce(&mut Scope<'_>) -> Result<DatabaseInstance> {
        |stack| {
            let vpc = vpc(stack)?;
            set(DatabaseInstance::builder("Orders", &vpc)).build(stack)
        }
    }

    fn refusal(
        set: impl FnOnce(DatabaseInstanceBuilder<'_>) -> DatabaseInstanceBuilder<'_>,
    ) -> String {
        testing::reject(database(set)).to_string()
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(testing::synth(database(|orders| orders)).yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let key = Key::builder("Key").build(stack)?;
            let subnets = SubnetGroup::builder("Subnets", &vpc).build(stack)?;
            let parameters = ParameterGroup::builder("Parameters", PostgresVersion::V16)
                .cron_database("orders")
                .build(stack)?;
            let there = KeyArn::literal(
                "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            );
            let orders = DatabaseInstance::builder("Orders", &vpc)
                .version(PostgresVersion::V16)
                .instance_class(InstanceClass::R8gXlarge2)
                .storage(Size::gibibytes(500))
                .max_storage(Size::gibibytes(2000))
                .iops(20_000)
                .throughput_mib_per_second(1_000)
                .database_name("orders")
                .master_username("ecomind")
                .credentials(Credentials::Generated)
                .encryption_key(&key)
                .parameter_group(&parameters)
                .subnet_group(&subnets)
                .backup_retention(Duration::days(35))
                .backup_hour(3)
                .backup_replication(
                    BackupReplication::to("us-west-2", there).retention(Duration::days(14)),
                )
                .maintenance_window(MaintenanceWindow::starting(Weekday::Sunday, 5))
                .insights(DatabaseInsights::Advanced)
                .allow_major_version_upgrade()
                .build(stack)?;
            let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
            orders.allow_from(&api, stack)?;
            let task = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            orders.grant_connect("api", &task, stack)?;
            orders.grant_read_secret(&task, stack)?;
            Output::new(orders.endpoint())
                .description("where it is")
                .add("Host", stack)?;
            Output::new(orders.secret())
                .description("who may do all")
                .add("Secret", stack)?;
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_managed_secret_can_be_read_too() {
        let template = testing::synth(|stack| {
            let orders = database(|orders| orders)(stack)?;
            let task = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            orders.grant_read_secret(&task, stack)
        });
        assert!(template.json().contains("MasterUserSecret.SecretArn"));
        assert!(template.json().contains("kms:Decrypt"));
    }

    #[test]
    fn rejects_backups_that_rds_refuses_or_nobody_wants() {
        insta::assert_snapshot!(refusal(|orders| orders.backup_retention(Duration::days(0))), @"`backup_retention` of `Test/Orders` must be 1 to 35 whole days, got 0 seconds");
        insta::assert_snapshot!(refusal(|orders| orders.backup_retention(Duration::days(36))), @"`backup_retention` of `Test/Orders` must be 1 to 35 whole days, got 36 days");
        insta::assert_snapshot!(refusal(|orders| orders.backup_hour(24)), @"`backup_hour` of `Test/Orders` must start at hour 0 to 23, got 24");
        let window = MaintenanceWindow::starting(Weekday::Sunday, 3);
        insta::assert_snapshot!(refusal(|orders| orders.backup_hour(3).maintenance_window(window)), @"`backup_hour` of `Test/Orders` must not be that of maintenance, got 3 for both");
    }

    #[test]
    fn rejects_versions_and_classes_that_cannot_be_created() {
        let version = PostgresVersion::Minor(15, 4);
        insta::assert_snapshot!(refusal(|orders| orders.version(version)), @"`version` of `Test/Orders` must be one that RDS still creates databases with (15.13, 15.14, 15.15, 15.16, 15.17, 15.18, 15.19), or `Other` if RDS added it since, got 15.4");
        let class = InstanceClass::Other("m7g.large");
        insta::assert_snapshot!(refusal(|orders| orders.instance_class(class)), @r#"`instance_class` of `Test/Orders` must look like `db.m6i.large`, got "m7g.large""#);
    }

    #[test]
    fn rejects_names_that_postgres_keeps() {
        insta::assert_snapshot!(refusal(|orders| orders.master_username("admin")), @r#"`master_username` of `Test/Orders` must not be a name that PostgreSQL or RDS keeps, got "admin""#);
        insta::assert_snapshot!(refusal(|orders| orders.master_username("1st")), @r#"`master_username` of `Test/Orders` must be 1 to 63 letters, digits and underscores, a letter first, got "1st""#);
        insta::assert_snapshot!(refusal(|orders| orders.database_name("my-orders")), @r#"`database_name` of `Test/Orders` must be 1 to 63 letters, digits and underscores, no digit first, got "my-orders""#);
    }

    #[test]
    fn rejects_parameters_of_another_major_version() {
        let error = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            let parameters =
                ParameterGroup::builder("Parameters", PostgresVersion::V16).build(stack)?;
            DatabaseInstance::builder("Orders", &vpc)
                .parameter_group(&parameters)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`parameter_group` of `Test/Orders` must be of postgres17, got one of postgres16");
    }

    #[test]
    fn rejects_to_let_a_role_in_as_everybody() {
        let error = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            let orders = DatabaseInstance::builder("Orders", &vpc).build(stack)?;
            let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            orders.grant_connect("*", &role, stack)
        });
        insta::assert_snapshot!(error, @r#"`grant_connect` of `Test` must name one user of the database, got "*""#);
    }
}
