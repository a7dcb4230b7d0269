//! Caches with replicas and automatic failover.

use crate::{
    Result,
    aws::{
        MaintenanceWindow,
        ec2::{Connectable, Connections, Subnet, Vpc},
        iam::Grantee,
        kms::Key,
        logs::Retention,
    },
    cfn::elasticache as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{Duration, Value},
};

use super::{
    Engine, NodeType, UserGroup,
    settings::{self, Access, Settings},
};

/// A cache in the isolated subnets of a VPC: one primary node and up to five replicas.
///
/// Data is encrypted at rest and in transit, and there is a snapshot of each of the last seven
/// days, and one more when the cache goes. Nobody can connect until you
/// [allow](Connectable::allow_from) it, and clients log in over TLS: `rediss://`.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Data")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
/// let sessions = ReplicationGroup::builder("Sessions", &vpc)
///     .node_type(NodeType::R7gLarge)
///     .replicas(2)
///     .build(stack)?;
/// sessions.allow_from(&api, stack)?;
/// let host: Value<String> = sessions.primary_endpoint();
/// let secret = sessions.users().and_then(|users| users.secret("app"));
/// # Ok::<(), Error>(())
/// ```
///
/// With replicas in other zones a failed primary is replaced in seconds; without, it is out until a
/// new node is there, and its data is lost.
///
/// CloudFormation: [`AWS::ElastiCache::ReplicationGroup`](cfn::ReplicationGroup)
#[derive(Debug, Clone)]
pub struct ReplicationGroup {
    resource: Ref<cfn::ReplicationGroup>,
    connections: Connections,
    users: Option<UserGroup>,
}

/// Builds a [`ReplicationGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ReplicationGroupBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    replicas: u8,
    automatic_failover: Option<bool>,
    settings: Settings,
}

impl ReplicationGroup {
    /// Starts a cache in `vpc`.
    pub fn builder(id: impl Into<String>, vpc: &Vpc) -> ReplicationGroupBuilder<'_> {
        ReplicationGroupBuilder {
            id: id.into(),
            vpc,
            replicas: 1,
            automatic_failover: None,
            settings: Settings::default(),
        }
    }

    /// What ElastiCache and its metrics call it; nodes are `<id>-001`, `<id>-002` and so on.
    #[must_use]
    pub fn id(&self) -> Value<String> {
        self.resource.reference().cast()
    }

    /// The host name to write to.
    #[must_use]
    pub fn primary_endpoint(&self) -> Value<String> {
        self.resource.primary_end_point_address()
    }

    /// The host name to read from, which leads to any of the replicas.
    #[must_use]
    pub fn reader_endpoint(&self) -> Value<String> {
        self.resource.reader_end_point_address()
    }

    /// The port of both.
    #[must_use]
    pub fn port(&self) -> Value<String> {
        self.resource.primary_end_point_port()
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> Value<String> {
        settings::arn(self.resource)
    }

    /// Who may use it; nobody in particular without authentication.
    #[must_use]
    pub fn users(&self) -> Option<&UserGroup> {
        self.users.as_ref()
    }

    /// Lets `grantee` log in as a user who was made with
    /// [`CacheUser::iam`](super::CacheUser::iam).
    #[track_caller]
    pub fn grant_connect(
        &self,
        user: &str,
        grantee: &dyn Grantee,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        settings::grant_connect(self.resource, self.users(), user, grantee, scope)
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::ReplicationGroup> {
        self.resource
    }
}

impl Connectable for ReplicationGroup {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl ReplicationGroupBuilder<'_> {
    /// What runs on the nodes. Default: [`Engine::Valkey8_2`].
    pub fn engine(mut self, engine: Engine) -> Self {
        self.settings.engine = engine;
        self
    }

    /// The size of each node. Default: [`NodeType::T4gMicro`].
    pub fn node_type(mut self, node_type: NodeType) -> Self {
        self.settings.node_type = node_type;
        self
    }

    /// How many nodes follow the primary, 0 to 5. Default: 1.
    pub fn replicas(mut self, replicas: u8) -> Self {
        self.replicas = replicas;
        self
    }

    /// Whether a replica takes over when the primary fails. Default: true if there is one.
    pub fn automatic_failover(mut self, enabled: bool) -> Self {
        self.automatic_failover = Some(enabled);
        self
    }

    /// Who may use it. Default: a group of its own, `Users`, with the user `app`, who has a
    /// password.
    pub fn user_group(mut self, users: &UserGroup) -> Self {
        self.settings.access = Access::Group(users.clone());
        self
    }

    /// Lets whoever can connect use it without saying who they are, and why. The reason ends up
    /// beside the cache in the template. Default: nobody.
    pub fn no_authentication(mut self, reason: impl Into<String>) -> Self {
        self.settings.access = Access::Anyone(reason.into());
        self
    }

    /// The key that encrypts it at rest. Changing it replaces the cache. Default: a key that AWS
    /// owns.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.settings.encryption_key = Some(*key);
        self
    }

    /// A parameter of the engine, such as `maxmemory-policy`, and its value. Adds to those before;
    /// default: those of AWS's own parameter group.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.parameters.push((name.into(), value.into()));
        self
    }

    /// How long daily snapshots are kept, 0 to 35 days; with 0 there are none. Default: 7 days.
    pub fn snapshot_retention(mut self, retention: Duration) -> Self {
        self.settings.snapshot_retention = retention;
        self
    }

    /// The hour of the day, in UTC, in which snapshots are taken. Default: AWS chooses one.
    pub fn snapshot_hour(mut self, hour: u8) -> Self {
        self.settings.snapshot_hour = Some(hour);
        self
    }

    /// When nodes are patched. Default: AWS chooses an hour.
    pub fn maintenance_window(mut self, window: MaintenanceWindow) -> Self {
        self.settings.maintenance_window = Some(window);
        self
    }

    /// How long the slow log and the engine log are kept; with `None` there are none. Default:
    /// [`Retention::ThreeMonths`].
    pub fn logs(mut self, retention: impl Into<Option<Retention>>) -> Self {
        self.settings.logs = retention.into();
        self
    }

    /// Where the nodes are. Default: the isolated subnets of the VPC.
    pub fn subnets(mut self, subnets: &[Subnet]) -> Self {
        self.settings.subnets = Some(subnets.to_vec());
        self
    }

    /// Adds the cache to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ReplicationGroup> {
        let mut scope = scope.child(&self.id)?;
        if 5 < self.replicas {
            let reason = format!("must be 0 to 5, got {}", self.replicas);
            return Err(scope.invalid("replicas", reason));
        }
        // The service rejects automatic failover when there is no replica to fail over to.
        let has_replicas = 0 < self.replicas;
        let fails_over = self.automatic_failover.unwrap_or(has_replicas);
        if fails_over && !has_replicas {
            let reason = "must be false without a replica to fail over to, got 0 replicas";
            return Err(scope.invalid("automatic_failover", reason));
        }

        let zones = if fails_over { 2 } else { 1 };
        let (group, groundwork) = self.settings.add(self.vpc, zones, false, &mut scope)?;
        let resource = group
            .num_cache_clusters(i64::from(self.replicas) + 1)
            .automatic_failover_enabled(fails_over)
            .multi_az_enabled(fails_over)
            .add("Resource", &mut scope)?;
        groundwork.protect(resource, &mut scope)?;
        let (connections, users) = (groundwork.connections, groundwork.users);
        Ok(ReplicationGroup { resource, connections, users })
    }
}

#[cfg(test)]
mod tests {
    use super::ReplicationGroupBuilder;
    use crate::{aws::elasticache::Engine, prelude::*, testing};

    fn cache(
        set: impl FnOnce(ReplicationGroupBuilder<'_>) -> ReplicationGroupBuilder<'_>,
    ) -> impl FnOnce(&mut Scope<'_>) -> Result<ReplicationGroup> {
        |stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
                .isolated_subnet("use1-az1", "subnet-0123456789abcdef1")
                .isolated_subnet("use1-az2", "subnet-0123456789abcdef2")
                .build(stack)?;
            set(ReplicationGroup::builder("Sessions", &vpc)).build(stack)
        }
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(testing::synth(cache(|cache| cache)).yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let key = Key::builder("Key").build(stack)?;
            let api = CacheUser::iam("api");
            let users = UserGroup::builder("Users").user(api).build(stack)?;
            let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
            let cache = ReplicationGroup::builder("Sessions", &vpc)
                .engine(Engine::Valkey9_1)
                .node_type(NodeType::R7gLarge)
                .replicas(2)
                .user_group(&users)
                .encryption_key(&key)
                .parameter("maxmemory-policy", "volatile-lru")
                .snapshot_retention(Duration::days(14))
                .snapshot_hour(3)
                .maintenance_window(MaintenanceWindow::starting(Weekday::Sunday, 5))
                .logs(Retention::OneMonth)
                .subnets(vpc.private_subnets())
                .build(stack)?;
            cache.allow_from(&api, stack)?;
            let tasks = Principal::service("ecs-tasks.amazonaws.com");
            cache.grant_connect("api", &Role::builder("Task", tasks).build(stack)?, stack)?;
            Output::new(cache.primary_endpoint())
                .description("to write to")
                .add("Writer", stack)?;
            Output::new(cache.reader_endpoint())
                .description("to read from")
                .add("Reader", stack)?;
            Output::new(cache.port())
                .description("of both")
                .add("Port", stack)?;
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn one_node_alone_has_nothing_to_fail_over_to() {
        let template = testing::synth(cache(|cache| {
            cache
                .replicas(0)
                .no_authentication("a cache of what everybody knows")
                .logs(None)
        }));
        template.assert_has(
            "AWS::ElastiCache::ReplicationGroup",
            r#"{"NumCacheClusters": 1, "AutomaticFailoverEnabled": false, "MultiAZEnabled": false}"#,
        );
        template.assert_count("AWS::ElastiCache::UserGroup", 0);
        template.assert_count("AWS::Logs::LogGroup", 0);
    }

    #[test]
    fn rejects_replicas_that_do_not_fit() {
        let six = testing::reject(cache(|cache| cache.replicas(6)));
        insta::assert_snapshot!(six, @"`replicas` of `Test/Sessions` must be 0 to 5, got 6");
        let alone = testing::reject(cache(|cache| cache.replicas(0).automatic_failover(true)));
        insta::assert_snapshot!(alone, @"`automatic_failover` of `Test/Sessions` must be false without a replica to fail over to, got 0 replicas");
    }

    #[test]
    fn rejects_failover_within_one_zone() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            ReplicationGroup::builder("Sessions", &vpc)
                .subnets(&vpc.private_subnets()[..1])
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`subnets` of `Test/Sessions` must be in 2 zones or more, got 1");
    }

    #[test]
    fn rejects_snapshots_of_more_than_35_days() {
        let days = |days| testing::reject(cache(|cache| cache.snapshot_retention(days)));
        insta::assert_snapshot!(days(Duration::days(36)), @"`snapshot_retention` of `Test/Sessions` must be 0 to 35 whole days, got 36 days");
        insta::assert_snapshot!(days(Duration::hours(30)), @"`snapshot_retention` of `Test/Sessions` must be 0 to 35 whole days, got 30 hours");
    }

    #[test]
    fn rejects_hours_that_no_day_has_or_that_overlap() {
        let snapshot = testing::reject(cache(|cache| cache.snapshot_hour(24)));
        insta::assert_snapshot!(snapshot, @"`snapshot_hour` of `Test/Sessions` must start at hour 0 to 23, got 24");
        let same = MaintenanceWindow::starting(Weekday::Sunday, 3);
        let same = testing::reject(cache(|cache| cache.snapshot_hour(3).maintenance_window(same)));
        insta::assert_snapshot!(same, @"`snapshot_hour` of `Test/Sessions` must not be that of maintenance, got 3 for both");
        let window = MaintenanceWindow::starting(Weekday::Sunday, 25);
        let window = testing::reject(cache(|cache| cache.maintenance_window(window)));
        insta::assert_snapshot!(window, @"`maintenance_window` of `Test/Sessions` must start at hour 0 to 23, got 25");
    }

    #[test]
    fn rejects_names_that_are_not_of_elasticache() {
        let engine = cache(|cache| cache.engine(Engine::OtherValkey("9.0.0")));
        insta::assert_snapshot!(testing::reject(engine), @r#"`engine` of `Test/Sessions` must be a major and a minor version such as `9.1`, got "9.0.0""#);
        let node_type = NodeType::Other("t4g.micro");
        insta::assert_snapshot!(testing::reject(cache(|cache| cache.node_type(node_type))), @r#"`node_type` of `Test/Sessions` must look like `cache.c7gn.large`, got "t4g.micro""#);
    }

    #[test]
    fn rejects_users_for_valkey_on_redis() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let api = CacheUser::iam("api");
            let users = UserGroup::builder("Users").user(api).build(stack)?;
            ReplicationGroup::builder("Sessions", &vpc)
                .engine(Engine::Redis7_1)
                .user_group(&users)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`user_group` of `Test/Sessions` must be of users for Redis, since the cache runs it, got Valkey");
    }

    #[test]
    fn rejects_to_let_a_role_in_as_a_user_with_a_password() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let cache = ReplicationGroup::builder("Sessions", &vpc).build(stack)?;
            let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            cache.grant_connect("app", &role, stack)
        });
        insta::assert_snapshot!(error, @r#"`grant_connect` of `Test` must name a user of `Test/Sessions/Resource` who logs in by IAM, got "app""#);
    }
}
