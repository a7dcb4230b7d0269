//! How clusters are built.

use crate::{
    Result,
    aws::{
        ec2::{Connections, Subnet, Vpc},
        kms::Key,
        logs::LogGroup,
    },
    cfn::msk as cfn,
    tree::{DeletionPolicy, Ref, Resource, Scope, UpdateReplacePolicy},
    value::{self, IntoValue, Size, Value},
};

use super::{
    BrokerType, ClientAuthentication, Cluster, KafkaVersion, Monitoring, ServerProperties,
    bootstrap_brokers, client_authentication, storage,
};

/// Where MSK has no brokers.
const REFUSED_ZONE: &str = "use1-az3";
/// The longest name of a cluster.
const LONGEST_NAME: usize = 64;

/// Builds a [`Cluster`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ClusterBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    subnets: Option<Vec<Subnet>>,
    cluster_name: Option<String>,
    kafka_version: KafkaVersion,
    broker_type: BrokerType,
    allow_burstable_brokers: bool,
    brokers: Option<u32>,
    storage: Size,
    storage_up_to: Option<Size>,
    client_authentication: Vec<ClientAuthentication>,
    encryption_key: Option<Key>,
    log_group: Option<LogGroup>,
    monitoring: Monitoring,
    server_properties: ServerProperties,
    retain: bool,
}

/// What the checks have found.
struct Checked {
    subnets: Vec<Subnet>,
    zones: u32,
    brokers: u32,
    storage: i64,
    storage_up_to: Option<i64>,
}

impl<'a> ClusterBuilder<'a> {
    pub(super) fn new(id: String, vpc: &'a Vpc) -> Self {
        Self {
            id,
            vpc,
            subnets: None,
            cluster_name: None,
            kafka_version: KafkaVersion::V3_9Kraft,
            broker_type: BrokerType::M7gLarge,
            allow_burstable_brokers: false,
            brokers: None,
            storage: Size::gibibytes(100),
            storage_up_to: None,
            client_authentication: vec![ClientAuthentication::Iam],
            encryption_key: None,
            log_group: None,
            monitoring: Monitoring::PerBroker,
            server_properties: ServerProperties::new(),
            retain: true,
        }
    }

    /// Where the brokers are: two or three subnets, each in a zone of its own. Default: the isolated
    /// subnets, or the private ones where there are none.
    pub fn subnets(mut self, subnets: &[Subnet]) -> Self {
        self.subnets = Some(subnets.to_vec());
        self
    }

    /// What the cluster is called, at most 64 letters, digits and hyphens. Default: its path and
    /// eight digits of its stack's id.
    pub fn cluster_name(mut self, name: impl Into<String>) -> Self {
        self.cluster_name = Some(name.into());
        self
    }

    /// What runs on the brokers. Default: [`KafkaVersion::V3_9Kraft`].
    pub fn kafka_version(mut self, version: KafkaVersion) -> Self {
        self.kafka_version = version;
        self
    }

    /// The size of each broker. Default: [`BrokerType::M7gLarge`].
    pub fn broker_type(mut self, broker_type: BrokerType) -> Self {
        self.broker_type = broker_type;
        self
    }

    /// Takes [`BrokerType::T3Small`] too: with 4 new connections by IAM a second, a fifth of its CPU
    /// at rest, and no tiered storage; AWS advises against it for production. Default: it is refused.
    pub fn allow_burstable_brokers(mut self) -> Self {
        self.allow_burstable_brokers = true;
        self
    }

    /// How many brokers there are, a multiple of the zones. Default: one in each zone.
    pub fn brokers(mut self, brokers: u32) -> Self {
        self.brokers = Some(brokers);
        self
    }

    /// The storage of each broker, 1 to 16,384 GiB; it can't shrink. Default: 100 GiB.
    pub fn storage(mut self, size: Size) -> Self {
        self.storage = size;
        self
    }

    /// How far the storage of each broker grows by itself, whenever it is 60% full. Default: it
    /// does not grow.
    pub fn storage_up_to(mut self, size: Size) -> Self {
        self.storage_up_to = Some(size);
        self
    }

    /// How clients show who they are, the most usual way first. Default:
    /// [`ClientAuthentication::Iam`] alone.
    pub fn client_authentication(
        mut self,
        ways: impl IntoIterator<Item = ClientAuthentication>,
    ) -> Self {
        self.client_authentication = ways.into_iter().collect();
        self
    }

    /// The key that data is encrypted with. Default: a key that AWS manages for MSK.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// Where brokers log. Default: a group of the cluster's own, for three months.
    pub fn log_group(mut self, group: &LogGroup) -> Self {
        self.log_group = Some(*group);
        self
    }

    /// Which metrics there are. Default: [`Monitoring::PerBroker`].
    pub fn monitoring(mut self, monitoring: Monitoring) -> Self {
        self.monitoring = monitoring;
        self
    }

    /// How brokers are set up. Default: as [`ServerProperties`] says.
    pub fn server_properties(mut self, properties: ServerProperties) -> Self {
        self.server_properties = properties;
        self
    }

    /// Whether the cluster stays when its stack goes, with everything in it and what it can't be
    /// without. Default: yes.
    pub fn retain(mut self, retain: bool) -> Self {
        self.retain = retain;
        self
    }

    /// Adds the cluster to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Cluster> {
        let mut scope = scope.child(&self.id)?;
        let checked = match self.check() {
            Ok(checked) => checked,
            Err((setter, reason)) => return Err(scope.invalid(setter, reason)),
        };
        let ways = self.client_authentication.clone();
        let connections = Connections::closed(self.vpc, ways[0].port(), &mut scope)?;
        let configuration = self.add_configuration(checked.zones, &mut scope)?;
        let resource = self.add_cluster(&checked, connections, configuration, &mut scope)?;
        if self.retain {
            // MSK deletes no configuration that a cluster has, and EC2 no group.
            retain(resource, &mut scope)?;
            retain(configuration, &mut scope)?;
            if let Some(group) = connections.security_group().resource() {
                retain(group, &mut scope)?;
            }
        }
        for way in &ways {
            if let ClientAuthentication::Scram(secrets) = way
                && !secrets.is_empty()
            {
                cfn::BatchScramSecret::new(resource.arn())
                    .secret_arn_list(secrets.clone())
                    .add("ScramSecrets", &mut scope)?;
            }
        }
        if let Some(most) = checked.storage_up_to {
            storage::grow(resource, most, &mut scope)?;
        }
        let (brokers, zones) = (checked.brokers, checked.zones);
        let bootstrap_brokers = bootstrap_brokers::look_up(resource, &ways, brokers, &mut scope)?;
        Ok(Cluster { resource, connections, bootstrap_brokers, ways, zones, brokers })
    }

    /// Everything in order, or the setter and the reason why not.
    fn check(&self) -> Result<Checked, (&'static str, String)> {
        let subnets = self.chosen_subnets();
        if let Some(reason) = flaw_of_zones(&subnets) {
            return Err(("subnets", reason));
        }
        let zones = u32::try_from(subnets.len()).expect("two or three");
        let brokers = self.brokers.unwrap_or(zones);
        let most = self.kafka_version.most_brokers();
        let flaws = [
            ("kafka_version", self.kafka_version.flaw()),
            ("broker_type", self.broker_type.flaw(self.allow_burstable_brokers)),
            ("brokers", flaw_of_brokers(brokers, zones, most)),
            ("client_authentication", client_authentication::flaw(&self.client_authentication)),
            ("cluster_name", self.cluster_name.as_deref().and_then(flaw_of_name)),
            ("server_properties", self.server_properties.flaw(zones, brokers)),
        ];
        for (setter, flaw) in flaws {
            if let Some(reason) = flaw {
                return Err((setter, reason));
            }
        }
        let storage = storage::gibibytes(self.storage).map_err(|reason| ("storage", reason))?;
        let up_to = self.storage_up_to.map(storage::gibibytes).transpose();
        let storage_up_to = up_to.map_err(|reason| ("storage_up_to", reason))?;
        if let Some(most) = storage_up_to
            && most <= storage
        {
            let reason = format!("must be more than `storage`, {storage} GiB, got {most} GiB");
            return Err(("storage_up_to", reason));
        }
        Ok(Checked { subnets, zones, brokers, storage, storage_up_to })
    }

    fn chosen_subnets(&self) -> Vec<Subnet> {
        let isolated = self.vpc.isolated_subnets();
        let usual = if isolated.is_empty() { self.vpc.private_subnets() } else { isolated };
        self.subnets.clone().unwrap_or_else(|| usual.to_vec())
    }

    fn add_configuration(
        &self,
        zones: u32,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<cfn::Configuration>> {
        let arguments = cfn::ConfigurationArgs {
            name: self.physical_name(scope),
            server_properties: self.server_properties.text(zones),
        };
        // No `KafkaVersionsList`: a configuration that names versions can't follow an upgrade.
        cfn::Configuration::new(arguments)
            .description(scope.path().to_string())
            .add("Configuration", scope)
    }

    fn add_cluster(
        &self,
        checked: &Checked,
        connections: Connections,
        configuration: Ref<cfn::Configuration>,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<cfn::Cluster>> {
        let log = match self.log_group {
            Some(group) => group,
            None => LogGroup::builder("BrokerLogs").build(scope)?,
        };
        let subnets: Vec<_> = checked.subnets.iter().map(Subnet::subnet_id).collect();
        let volume = cfn::ClusterEbsStorageInfo::new().volume_size(checked.storage);
        let nodes = cfn::ClusterBrokerNodeGroupInfo::new(subnets, self.broker_type.name())
            .security_groups([connections.security_group_id()])
            .storage_info(cfn::ClusterStorageInfo::new().ebs_storage_info(volume));
        let in_transit = cfn::ClusterEncryptionInTransit::new()
            .client_broker(cfn::ClusterClientBroker::Tls)
            .in_cluster(true);
        let mut encryption = cfn::ClusterEncryptionInfo::new().encryption_in_transit(in_transit);
        if let Some(key) = self.encryption_key {
            encryption =
                encryption.encryption_at_rest(cfn::ClusterEncryptionAtRest::new(key.resource()));
        }
        let log = cfn::ClusterCloudWatchLogs::new(true).log_group(log.name());
        let logging = cfn::ClusterLoggingInfo::new()
            .broker_logs(cfn::ClusterBrokerLogs::new().cloud_watch_logs(log));
        let resource = cfn::Cluster::new(cfn::ClusterArgs {
            broker_node_group_info: nodes,
            cluster_name: self.physical_name(scope),
            kafka_version: self.kafka_version.name(),
            number_of_broker_nodes: checked.brokers,
        })
        .client_authentication(client_authentication::property(&self.client_authentication))
        .configuration_info(cfn::ClusterConfigurationInfo::new(
            configuration.arn(),
            configuration.latest_revision_revision(),
        ))
        .encryption_info(encryption)
        .enhanced_monitoring(self.monitoring.property())
        .logging_info(logging)
        .add("Resource", scope)?;
        Ok(resource)
    }

    /// A name that no other stack uses, and no other cluster of this one.
    fn physical_name(&self, scope: &Scope<'_>) -> Value<String> {
        if let Some(name) = &self.cluster_name {
            return name.into_value();
        }
        let path = scope.path();
        let below = path
            .as_str()
            .split_once('/')
            .map_or(self.id.as_str(), |(_, below)| below);
        let mut name = below.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        name.truncate(LONGEST_NAME - "-01234567".len());
        let uuid = value::select(2, value::split("/", value::stack_id()));
        let digits: Value<String> = value::select(0, value::split("-", uuid));
        value::concat([name.into_value(), "-".into_value(), digits])
    }
}

fn retain<R: Resource>(resource: Ref<R>, scope: &mut Scope<'_>) -> Result<()> {
    scope
        .options(resource)?
        .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
        .update_replace_policy(UpdateReplacePolicy::Retain);
    Ok(())
}

fn flaw_of_zones(subnets: &[Subnet]) -> Option<String> {
    let zones: Vec<&str> = subnets.iter().map(Subnet::availability_zone_id).collect();
    if !(2..=3).contains(&zones.len()) {
        return Some(format!("must be two or three, in zones of their own, got {}", zones.len()));
    }
    if let Some((_, zone)) = zones
        .iter()
        .enumerate()
        .find(|(index, zone)| zones[..*index].contains(zone))
    {
        return Some(format!("must be in zones of their own, got {zone:?} twice"));
    }
    let refused = zones.contains(&REFUSED_ZONE);
    refused.then(|| format!("must not be in {REFUSED_ZONE:?}, where MSK has no brokers"))
}

fn flaw_of_brokers(brokers: u32, zones: u32, most: u32) -> Option<String> {
    if brokers == 0 || !brokers.is_multiple_of(zones) {
        return Some(format!("must be a multiple of the {zones} zones, got {brokers}"));
    }
    (most < brokers)
        .then(|| format!("must be at most {most}, MSK's quota for such a version, got {brokers}"))
}

fn flaw_of_name(name: &str) -> Option<String> {
    let fits = name.len() <= LONGEST_NAME
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (!fits)
        .then(|| format!("must be 1 to {LONGEST_NAME} letters, digits and hyphens, got {name:?}"))
}
