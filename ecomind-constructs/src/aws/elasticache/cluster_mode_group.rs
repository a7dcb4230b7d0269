//! Caches whose keys are spread over shards.

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
    tree::{Ref, Resource as _, Scope, UpdatePolicy},
    value::{Duration, Value},
};

use super::{
    Engine, NodeType, UserGroup,
    settings::{self, Access, Settings},
};

/// A cache in cluster mode, in the isolated subnets of a VPC: up to 500 shards, each with a primary
/// node and up to five replicas.
///
/// It is for more data or more writes than one node takes. Clients must know Valkey's cluster
/// protocol, and keys that are used together must be in one slot. What else it decides for you is
/// as in a [`ReplicationGroup`](super::ReplicationGroup). Shards are added and removed while it
/// runs.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Data")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let catalog = ClusterModeGroup::builder("Catalog", &vpc)
///     .node_type(NodeType::R7gLarge)
///     .shards(4)
///     .build(stack)?;
/// let host: Value<String> = catalog.configuration_endpoint();
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ElastiCache::ReplicationGroup`](cfn::ReplicationGroup)
#[derive(Debug, Clone)]
pub struct ClusterModeGroup {
    resource: Ref<cfn::ReplicationGroup>,
    connections: Connections,
    users: Option<UserGroup>,
}

/// Builds a [`ClusterModeGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ClusterModeGroupBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    shards: u16,
    replicas: u8,
    settings: Settings,
}

/// How many nodes a cluster has at most, in all of its shards.
const MOST_NODES: u32 = 500;

impl ClusterModeGroup {
    /// Starts a cache in `vpc`.
    pub fn builder(id: impl Into<String>, vpc: &Vpc) -> ClusterModeGroupBuilder<'_> {
        ClusterModeGroupBuilder {
            id: id.into(),
            vpc,
            shards: 2,
            replicas: 1,
            settings: Settings::default(),
        }
    }

    /// The host name where clients learn which node has which keys.
    #[must_use]
    pub fn configuration_endpoint(&self) -> Value<String> {
        self.resource.configuration_end_point_address()
    }

    /// The port of every node.
    #[must_use]
    pub fn port(&self) -> Value<String> {
        self.resource.configuration_end_point_port()
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

impl Connectable for ClusterModeGroup {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl ClusterModeGroupBuilder<'_> {
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

    /// Over how many shards keys are spread, 1 to 500. Default: 2.
    pub fn shards(mut self, shards: u16) -> Self {
        self.shards = shards;
        self
    }

    /// How many nodes follow the primary of each shard, 0 to 5. Default: 1.
    pub fn replicas_per_shard(mut self, replicas: u8) -> Self {
        self.replicas = replicas;
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
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ClusterModeGroup> {
        let mut scope = scope.child(&self.id)?;
        if 5 < self.replicas {
            let reason = format!("must be 0 to 5, got {}", self.replicas);
            return Err(scope.invalid("replicas_per_shard", reason));
        }
        let most = MOST_NODES / (u32::from(self.replicas) + 1);
        if self.shards == 0 || most < u32::from(self.shards) {
            let reason = format!(
                "must be 1 to {most} with {} replicas each, since a cluster has at most \
                 {MOST_NODES} nodes, got {}",
                self.replicas, self.shards,
            );
            return Err(scope.invalid("shards", reason));
        }

        let has_replicas = 0 < self.replicas;
        let zones = if has_replicas { 2 } else { 1 };
        let (group, groundwork) = self.settings.add(self.vpc, zones, true, &mut scope)?;
        let resource = group
            .cluster_mode(cfn::ReplicationGroupClusterMode::Enabled)
            .num_node_groups(self.shards)
            .replicas_per_node_group(self.replicas)
            // A cluster always fails over, even if a new node has to be made for it.
            .automatic_failover_enabled(true)
            .multi_az_enabled(has_replicas)
            .add("Resource", &mut scope)?;
        groundwork.protect(resource, &mut scope)?;
        // Without it, another number of shards replaces the cache and everything in it.
        scope
            .options(resource)?
            .update_policy(UpdatePolicy::use_online_resharding());
        let (connections, users) = (groundwork.connections, groundwork.users);
        Ok(ClusterModeGroup { resource, connections, users })
    }
}

#[cfg(test)]
mod tests {
    use super::ClusterModeGroupBuilder;
    use crate::{aws::elasticache::Engine, prelude::*, testing};

    fn cache(
        set: impl FnOnce(ClusterModeGroupBuilder<'_>) -> ClusterModeGroupBuilder<'_>,
    ) -> impl FnOnce(&mut Scope<'_>) -> Result<ClusterModeGroup> {
        |stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
                .isolated_subnet("use1-az1", "subnet-0123456789abcdef1")
                .isolated_subnet("use1-az2", "subnet-0123456789abcdef2")
                .build(stack)?;
            set(ClusterModeGroup::builder("Catalog", &vpc)).build(stack)
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
            let users = UserGroup::builder("Users")
                .user(CacheUser::iam("api"))
                .build(stack)?;
            let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
            let cache = ClusterModeGroup::builder("Catalog", &vpc)
                .engine(Engine::Valkey9_1)
                .node_type(NodeType::R7gLarge)
                .shards(4)
                .replicas_per_shard(2)
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
            let task = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            cache.grant_connect("api", &task, stack)?;
            Output::new(cache.configuration_endpoint())
                .description("to ask")
                .add("Host", stack)?;
            Output::new(cache.port())
                .description("of all")
                .add("Port", stack)?;
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_shards_out_of_range() {
        let shards = |shards, replicas| {
            let error =
                testing::reject(cache(|cache| cache.shards(shards).replicas_per_shard(replicas)));
            error.to_string()
        };
        insta::assert_snapshot!(shards(0, 1), @"`shards` of `Test/Catalog` must be 1 to 250 with 1 replicas each, since a cluster has at most 500 nodes, got 0");
        insta::assert_snapshot!(shards(501, 0), @"`shards` of `Test/Catalog` must be 1 to 500 with 0 replicas each, since a cluster has at most 500 nodes, got 501");
        insta::assert_snapshot!(shards(251, 1), @"`shards` of `Test/Catalog` must be 1 to 250 with 1 replicas each, since a cluster has at most 500 nodes, got 251");
        insta::assert_snapshot!(shards(2, 6), @"`replicas_per_shard` of `Test/Catalog` must be 0 to 5, got 6");
    }

    #[test]
    fn rejects_cluster_mode_by_parameter() {
        let error = testing::reject(cache(|cache| cache.parameter("cluster-enabled", "yes")));
        insta::assert_snapshot!(error, @"`parameter` of `Test/Catalog` must not be `cluster-enabled`: `ReplicationGroup` and `ClusterModeGroup` are two types");
    }
}
