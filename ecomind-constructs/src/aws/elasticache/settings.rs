//! What caches of both modes have in common.

use crate::{
    Result,
    aws::{
        MaintenanceWindow,
        ec2::{Connections, Subnet, Vpc},
        iam::{Grantee, PolicyStatement},
        kms::Key,
        logs::Retention,
        maintenance_window::{daily, hour_flaw},
    },
    cfn::elasticache as cfn,
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{self, Duration, IntoValue as _, Port, Value},
};

use super::{CacheUser, Engine, NodeType, UserGroup, log_delivery};

/// What can be set on caches of both modes.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) engine: Engine,
    pub(super) node_type: NodeType,
    pub(super) access: Access,
    pub(super) encryption_key: Option<Key>,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) snapshot_retention: Duration,
    pub(super) snapshot_hour: Option<u8>,
    pub(super) maintenance_window: Option<MaintenanceWindow>,
    pub(super) logs: Option<Retention>,
    pub(super) subnets: Option<Vec<Subnet>>,
}

/// Who may use the cache.
#[derive(Debug)]
pub(super) enum Access {
    /// A user of its own.
    Own,
    /// Those of a group.
    Group(UserGroup),
    /// Whoever can connect, and why.
    Anyone(String),
}

/// What is in the tree before the cache itself.
pub(super) struct Groundwork {
    pub(super) connections: Connections,
    pub(super) users: Option<UserGroup>,
    open_because: Option<String>,
}

/// The user of a cache that was given no group.
const OWN_USER: &str = "app";

impl Default for Settings {
    fn default() -> Self {
        Self {
            engine: Engine::Valkey8_2,
            node_type: NodeType::T4gMicro,
            access: Access::Own,
            encryption_key: None,
            parameters: Vec::new(),
            snapshot_retention: Duration::days(7),
            snapshot_hour: None,
            maintenance_window: None,
            logs: Some(Retention::ThreeMonths),
            subnets: None,
        }
    }
}

impl Settings {
    /// Adds what the cache in `scope` needs, and gives the cache so far. `zones` is over how many it is spread at least.
    pub(super) fn add(
        self,
        vpc: &Vpc,
        zones: usize,
        cluster_mode: bool,
        scope: &mut Scope<'_>,
    ) -> Result<(cfn::ReplicationGroup, Groundwork)> {
        self.check(scope)?;
        let subnets = self.subnets.as_deref().unwrap_or(vpc.isolated_subnets());
        let mut found: Vec<&str> = subnets.iter().map(Subnet::availability_zone_id).collect();
        found.sort_unstable();
        found.dedup();
        if found.len() < zones {
            let reason = format!("must be in {zones} zones or more, got {}", found.len());
            return Err(scope.invalid("subnets", reason));
        }

        let description = scope.path().to_string();
        let connections = Connections::closed(vpc, Port::REDIS, scope)?;
        let subnet_group =
            cfn::SubnetGroup::new(&description, subnets).add("SubnetGroup", scope)?;
        let parameter_group =
            add_parameter_group(self.engine, self.parameters, cluster_mode, scope)?;
        let retention = self.snapshot_retention.as_days().unwrap_or_default();
        let mut group = cfn::ReplicationGroup::new(description)
            .engine(self.engine.name())
            .engine_version(self.engine.version())
            .auto_minor_version_upgrade(true)
            .cache_node_type(self.node_type.name())
            .cache_parameter_group_name(parameter_group)
            .cache_subnet_group_name(subnet_group.reference())
            .security_group_ids([connections.security_group_id()])
            .at_rest_encryption_enabled(true)
            .transit_encryption_enabled(true)
            .transit_encryption_mode(cfn::ReplicationGroupTransitEncryptionMode::Required)
            .snapshot_retention_limit(i64::try_from(retention).unwrap_or_default());
        if let Some(key) = self.encryption_key {
            group = group.kms_key_id(key.arn().cast::<crate::cfn::ids::kms::KeyId>());
        }
        if let Some(hour) = self.snapshot_hour {
            group = group.snapshot_window(daily(hour));
        }
        if let Some(window) = self.maintenance_window {
            group = group.preferred_maintenance_window(window.to_string());
        }
        if let Some(retention) = self.logs {
            group = group.log_delivery_configurations(log_delivery::add(retention, scope)?);
        }
        let (users, open_because) = match self.access {
            Access::Own => {
                let users = UserGroup::builder("Users")
                    .engine(self.engine)
                    .user(CacheUser::password(OWN_USER));
                (Some(users.build(scope)?), None)
            }
            Access::Group(users) => (Some(users), None),
            Access::Anyone(reason) => (None, Some(reason)),
        };
        if let Some(users) = &users {
            group = group.user_group_ids([users.user_group_id()]);
        }
        Ok((group, Groundwork { connections, users, open_because }))
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        let days = self.snapshot_retention.as_days();
        let retention = days
            .is_none_or(|days| 35 < days)
            .then(|| format!("must be 0 to 35 whole days, got {}", self.snapshot_retention));
        let both = self.snapshot_hour.zip(self.maintenance_window);
        let overlap = both
            .filter(|(hour, window)| window.hour() == *hour)
            .map(|(hour, _)| format!("must not be that of maintenance, got {hour} for both"));
        // Redis checks users of its own engine only.
        let users = match &self.access {
            Access::Group(users)
                if self.engine == Engine::Redis7_1 && users.engine() != Engine::Redis7_1 =>
            {
                Some("must be of users for Redis, since the cache runs it, got Valkey".to_owned())
            }
            _ => None,
        };
        let taken = self
            .parameters
            .iter()
            .any(|(name, _)| name == "cluster-enabled");
        let parameter = taken.then(|| {
            "must not be `cluster-enabled`: `ReplicationGroup` and `ClusterModeGroup` are two types"
                .to_owned()
        });
        let flaws = [
            ("engine", self.engine.flaw()),
            ("node_type", self.node_type.flaw()),
            ("snapshot_retention", retention),
            ("snapshot_hour", self.snapshot_hour.and_then(hour_flaw).or(overlap)),
            ("maintenance_window", self.maintenance_window.and_then(MaintenanceWindow::flaw)),
            ("user_group", users),
            ("parameter", parameter),
        ];
        match flaws
            .into_iter()
            .find_map(|(setter, flaw)| Some((setter, flaw?)))
        {
            Some((setter, reason)) => Err(scope.invalid(setter, reason)),
            None => Ok(()),
        }
    }
}

impl Groundwork {
    /// Keeps the data of the cache when it goes.
    pub(super) fn protect(
        &self,
        cache: Ref<cfn::ReplicationGroup>,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        let options = scope.options(cache)?;
        options
            .deletion_policy(DeletionPolicy::Snapshot)
            .update_replace_policy(UpdateReplacePolicy::Snapshot);
        if let Some(reason) = &self.open_because {
            options.metadata("NoAuthenticationReason", reason.clone());
        }
        Ok(())
    }
}

/// The name of the group that `ElastiCache` has, or of one with `parameters`.
fn add_parameter_group(
    engine: Engine,
    parameters: Vec<(String, String)>,
    cluster_mode: bool,
    scope: &mut Scope<'_>,
) -> Result<Value<String>> {
    let family = engine.family();
    if parameters.is_empty() {
        let suffix = if cluster_mode { ".cluster.on" } else { "" };
        return Ok(format!("default.{family}{suffix}").into_value());
    }
    let own = cluster_mode.then(|| ("cluster-enabled".to_owned(), "yes".to_owned()));
    let properties: Vec<(String, String)> = own.into_iter().chain(parameters).collect();
    let arguments = cfn::ParameterGroupArgs {
        cache_parameter_group_family: family,
        description: scope.path().to_string(),
    };
    let group = cfn::ParameterGroup::new(arguments)
        .properties(properties)
        .add("ParameterGroup", scope)?;
    Ok(group.reference().cast())
}

/// The ARN of a cache.
pub(super) fn arn(cache: Ref<cfn::ReplicationGroup>) -> Value<String> {
    value::concat([
        "arn:".into_value(),
        value::partition(),
        ":elasticache:".into_value(),
        value::region(),
        ":".into_value(),
        value::account_id(),
        ":replicationgroup:".into_value(),
        cache.reference().cast(),
    ])
}

/// Lets `grantee` connect to `cache` as `user`.
pub(super) fn grant_connect(
    cache: Ref<cfn::ReplicationGroup>,
    users: Option<&UserGroup>,
    user: &str,
    grantee: &dyn Grantee,
    scope: &mut Scope<'_>,
) -> Result<()> {
    let Some(user_arn) = users.and_then(|users| users.iam_user_arn(user)) else {
        let path = scope.path_of(cache.node())?;
        let reason = format!("must name a user of `{path}` who logs in by IAM, got {user:?}");
        return Err(scope.invalid("grant_connect", reason));
    };
    let statement = PolicyStatement::allow()
        .actions(["elasticache:Connect"])
        .resources([arn(cache), user_arn.cast()]);
    grantee.grant(statement, scope)
}
