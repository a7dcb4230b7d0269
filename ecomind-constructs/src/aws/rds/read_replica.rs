//! Copies of databases that are read.

use crate::{
    Result,
    aws::{
        ec2::{Connectable, Connections},
        iam::Grantee,
    },
    cfn::{ids::rds::DbInstanceIdentifier, rds as cfn},
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{Port, Value},
};

use super::{
    DatabaseInsights, DatabaseInstance, InstanceClass, database_instance, monitoring_role,
};

/// A copy of a [`DatabaseInstance`] that follows it within seconds, for what only reads.
///
/// Its version, data, encryption and users are those of the database, whose password Secrets Manager
/// must have made ([`Credentials::Generated`](super::Credentials::Generated)): RDS rotates none
/// that replicas have too. It has connections of its own.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let reports = SecurityGroup::builder("Reports", &vpc).build(stack)?;
/// let orders = DatabaseInstance::builder("Orders", &vpc)
///     .credentials(Credentials::Generated)
///     .build(stack)?;
/// let analytics = ReadReplica::builder("Analytics", &orders).build(stack)?;
/// analytics.allow_from(&reports, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It leaves no snapshot when it goes, since its data is the database's.
///
/// CloudFormation: [`AWS::RDS::DBInstance`](cfn::DbInstance)
#[derive(Debug, Clone, Copy)]
pub struct ReadReplica {
    resource: Ref<cfn::DbInstance>,
    connections: Connections,
}

/// Builds a [`ReadReplica`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ReadReplicaBuilder<'a> {
    id: String,
    primary: &'a DatabaseInstance,
    instance_class: InstanceClass,
    multi_az: bool,
    insights: DatabaseInsights,
    deletion_protection: bool,
}

impl ReadReplica {
    /// Starts a copy of `primary`, in its VPC and region.
    pub fn builder(id: impl Into<String>, primary: &DatabaseInstance) -> ReadReplicaBuilder<'_> {
        ReadReplicaBuilder {
            id: id.into(),
            primary,
            instance_class: primary.instance_class,
            multi_az: false,
            insights: DatabaseInsights::Standard,
            deletion_protection: true,
        }
    }

    /// What RDS and its metrics call it.
    #[must_use]
    pub fn identifier(self) -> Value<DbInstanceIdentifier> {
        self.resource.reference()
    }

    /// The host name.
    #[must_use]
    pub fn endpoint(self) -> Value<String> {
        self.resource.endpoint_address()
    }

    /// The port.
    #[must_use]
    pub fn port(self) -> Value<String> {
        self.resource.endpoint_port()
    }

    /// Lets `grantee` log in as a user of the database; see [`DatabaseInstance::grant_connect`].
    #[track_caller]
    pub fn grant_connect(
        self,
        user: &str,
        grantee: &dyn Grantee,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        database_instance::grant_connect(self.resource, user, grantee, scope)
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::DbInstance> {
        self.resource
    }
}

impl Connectable for ReadReplica {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl ReadReplicaBuilder<'_> {
    /// The size of the instance. Default: that of the database.
    pub fn instance_class(mut self, class: InstanceClass) -> Self {
        self.instance_class = class;
        self
    }

    /// Whether it has a standby in another zone, at twice the price. Default: false.
    pub fn multi_az(mut self, multi_az: bool) -> Self {
        self.multi_az = multi_az;
        self
    }

    /// How long is kept what slows it down. Default: [`DatabaseInsights::Standard`].
    pub fn insights(mut self, insights: DatabaseInsights) -> Self {
        self.insights = insights;
        self
    }

    /// Whether RDS refuses to delete it. Default: true.
    pub fn deletion_protection(mut self, protected: bool) -> Self {
        self.deletion_protection = protected;
        self
    }

    /// Adds the replica to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ReadReplica> {
        let mut scope = scope.child(&self.id)?;
        let primary = self.primary;
        let path = scope.path_of(primary.node)?;
        if primary.generated_secret.is_none() {
            let reason = format!(
                "must not be of `{path}`, whose password RDS manages: give it \
                 `Credentials::Generated`, since RDS makes no replicas otherwise"
            );
            return Err(scope.invalid("primary", reason));
        }
        let (here, there) = (scope.region(), primary.region.as_deref());
        if here != there {
            let reason = format!(
                "must be in the region of `{path}`, {}, got {}",
                there.unwrap_or("which is unknown"),
                here.unwrap_or("one that is unknown")
            );
            return Err(scope.invalid("primary", reason));
        }
        if let Some(reason) = self.instance_class.flaw() {
            return Err(scope.invalid("instance_class", reason));
        }

        let connections = Connections::closed(&primary.vpc, Port::POSTGRES, &mut scope)?;
        let mut instance = cfn::DbInstance::new()
            .source_db_instance_identifier(primary.resource)
            .auto_minor_version_upgrade(true)
            .db_instance_class(self.instance_class.name())
            .multi_az(self.multi_az)
            .db_parameter_group_name(primary.parameter_group.name())
            .vpc_security_groups([connections.security_group_id()])
            .publicly_accessible(false)
            .enable_iam_database_authentication(true)
            .copy_tags_to_snapshot(true)
            .enable_cloudwatch_logs_exports(["postgresql", "upgrade"])
            .deletion_protection(self.deletion_protection);
        // One that is full stops following, so that it grows as far as what it follows.
        if let Some(most) = primary.max_storage {
            instance = instance.max_allocated_storage(most);
        }
        instance = self.insights.apply(instance, primary.encryption_key);
        instance = monitoring_role::apply(instance, &mut scope)?;
        let resource = instance.add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::Delete)
            .update_replace_policy(UpdateReplacePolicy::Delete);
        Ok(ReadReplica { resource, connections })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    fn primary(credentials: Credentials, stack: &mut Scope<'_>) -> Result<DatabaseInstance> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
            .isolated_subnet("use1-az1", "subnet-0123456789abcdef1")
            .isolated_subnet("use1-az2", "subnet-0123456789abcdef2")
            .build(stack)?;
        DatabaseInstance::builder("Orders", &vpc)
            .credentials(credentials)
            .build(stack)
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let orders = primary(Credentials::Generated, stack)?;
            ReadReplica::builder("Analytics", &orders).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let orders = primary(Credentials::Generated, stack)?;
            ReadReplica::builder("Analytics", &orders)
                .instance_class(InstanceClass::R8gXlarge)
                .multi_az(true)
                .insights(crate::aws::rds::DatabaseInsights::Off)
                .deletion_protection(false)
                .build(stack)
        });
        template.assert_has(
            "AWS::RDS::DBInstance",
            r#"{
                "SourceDBInstanceIdentifier": {"Ref": "OrdersA9B65338"},
                "DBInstanceClass": "db.r8g.xlarge",
                "MultiAZ": true,
                "EnablePerformanceInsights": false,
                "DeletionProtection": false
            }"#,
        );
    }

    #[test]
    fn rejects_a_replica_of_a_managed_password() {
        let error = testing::reject(|stack| {
            let orders = primary(Credentials::Managed, stack)?;
            ReadReplica::builder("Analytics", &orders).build(stack)
        });
        insta::assert_snapshot!(error, @"`primary` of `Test/Analytics` must not be of `Test/Orders`, whose password RDS manages: give it `Credentials::Generated`, since RDS makes no replicas otherwise");
    }

    #[test]
    fn rejects_another_region() {
        let mut app = App::new().region("us-east-1");
        let orders = primary(Credentials::Generated, &mut app.stack("Here").unwrap()).unwrap();
        let mut there = Stack::builder("There")
            .region("eu-west-1")
            .build(&mut app)
            .unwrap();
        let error = ReadReplica::builder("Analytics", &orders).build(&mut there);
        insta::assert_snapshot!(error.unwrap_err(), @"`primary` of `There/Analytics` must be in the region of `Here/Orders`, us-east-1, got eu-west-1");
    }

    #[test]
    fn rejects_a_class_that_is_none() {
        let error = testing::reject(|stack| {
            let orders = primary(Credentials::Generated, stack)?;
            ReadReplica::builder("Analytics", &orders)
                .instance_class(InstanceClass::Other("large"))
                .build(stack)
        });
        insta::assert_snapshot!(error, @r#"`instance_class` of `Test/Analytics` must look like `db.m6i.large`, got "large""#);
    }
}
