//! How a cluster is made.

use crate::{
    Result,
    aws::{
        ec2::{Connectable as _, Connections, SecurityGroup, Vpc},
        iam::Role,
        kms::Key,
        logs::{LogGroup, Retention},
    },
    cfn::eks as cfn,
    name::NodeId,
    tree::{Resource as _, Scope},
    value::{CidrBlock, IntoValue, Value},
};

use super::{
    Addon, Cluster, KubernetesVersion, NodeGroup, cluster_roles, load_balancer_controller,
};

/// Builds a [`Cluster`].
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setter that says yes or no by itself")]
#[must_use = "adds nothing until `build` is called"]
pub struct ClusterBuilder<'a> {
    id: String,
    name: String,
    vpc: &'a Vpc,
    version: KubernetesVersion,
    extended_support: bool,
    node_groups: Vec<NodeGroup>,
    addons: Vec<Addon>,
    public_access: Vec<CidrBlock>,
    service_cidr: Option<CidrBlock>,
    pod_security_groups: bool,
    encryption_key: Option<Key>,
    container_insights: bool,
    log_retention: Retention,
    log_encryption_key: Option<Key>,
    deletion_protection: bool,
}

/// What EKS can record, all of it.
const LOGS: [cfn::ClusterLoggingTypeConfigType; 5] = [
    cfn::ClusterLoggingTypeConfigType::Api,
    cfn::ClusterLoggingTypeConfigType::Audit,
    cfn::ClusterLoggingTypeConfigType::Authenticator,
    cfn::ClusterLoggingTypeConfigType::ControllerManager,
    cfn::ClusterLoggingTypeConfigType::Scheduler,
];
/// What Container Insights writes to, whoever made it.
const INSIGHTS_LOGS: [&str; 4] = ["Application", "Dataplane", "Host", "Performance"];
/// The addresses of services, unless said otherwise: those that EKS takes in a VPC of `10.…`.
const SERVICES: &str = "172.20.0.0/16";

impl<'a> ClusterBuilder<'a> {
    pub(super) fn new(id: String, name: String, vpc: &'a Vpc) -> Self {
        Self {
            id,
            name,
            vpc,
            version: KubernetesVersion::V1_36,
            extended_support: false,
            node_groups: Vec::new(),
            addons: Vec::new(),
            public_access: Vec::new(),
            service_cidr: None,
            pod_security_groups: true,
            encryption_key: None,
            container_insights: false,
            log_retention: Retention::ThreeMonths,
            log_encryption_key: None,
            deletion_protection: true,
        }
    }

    /// The version of Kubernetes, which can only become later, one by one. Default:
    /// [`KubernetesVersion::V1_36`].
    pub fn version(mut self, version: KubernetesVersion) -> Self {
        self.version = version;
        self
    }

    /// Whether it keeps its version beyond standard support, for six times the price, instead of
    /// being moved to the next one. Default: false.
    pub fn extended_support(mut self, extended: bool) -> Self {
        self.extended_support = extended;
        self
    }

    /// Servers that you choose, with the add-ons that Auto Mode would bring, which is then off. The
    /// AWS Load Balancer Controller is no add-on: its service account
    /// `aws-load-balancer-controller` in `kube-system` may do what it has to, and you install its
    /// chart. Adds to those before; default: none, and AWS starts what pods need.
    pub fn node_group(mut self, group: NodeGroup) -> Self {
        self.node_groups.push(group);
        self
    }

    /// Software that AWS keeps in it. Adds to those before, and to what autoscalers and mounted
    /// secrets need.
    pub fn addon(mut self, addon: Addon) -> Self {
        self.addons.push(addon);
        self
    }

    /// Addresses outside of the VPC that may ask its API, beside those inside. Adds to those
    /// before; default: none.
    pub fn public_access_from(mut self, block: CidrBlock) -> Self {
        self.public_access.push(block);
        self
    }

    /// The addresses of services inside of it, a /12 to /24 that nothing else has. Changing it
    /// replaces the cluster. Default: `172.20.0.0/16`.
    pub fn service_cidr(mut self, block: CidrBlock) -> Self {
        self.service_cidr = Some(block);
        self
    }

    /// Whether services and jobs have security groups of their own, instead of that of the cluster:
    /// AWS gives each of their pods a branch network interface, which types of `t` don't have. Auto
    /// Mode does so from Kubernetes 1.36 on. Default: true.
    ///
    /// AWS: [in Auto Mode](https://docs.aws.amazon.com/eks/latest/userguide/auto-sgp.html),
    /// [elsewhere](https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html)
    pub fn pod_security_groups(mut self, own: bool) -> Self {
        self.pod_security_groups = own;
        self
    }

    /// What encrypts secrets of Kubernetes; changing it replaces the cluster. Default: a key of its
    /// own.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// Measures pods, and keeps what they write in CloudWatch. Default: no.
    pub fn container_insights(mut self) -> Self {
        self.container_insights = true;
        self
    }

    /// How long its log groups are kept. Default: [`Retention::ThreeMonths`].
    pub fn log_retention(mut self, retention: Retention) -> Self {
        self.log_retention = retention;
        self
    }

    /// A key that was built [for CloudWatch Logs](crate::aws::kms::KeyBuilder::for_cloudwatch_logs).
    /// Default: a key that AWS owns.
    pub fn log_encryption_key(mut self, key: &Key) -> Self {
        self.log_encryption_key = Some(*key);
        self
    }

    /// Whether it refuses to be deleted. Default: true.
    pub fn deletion_protection(mut self, protected: bool) -> Self {
        self.deletion_protection = protected;
        self
    }

    /// Adds the cluster to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Cluster> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        let mut logs =
            vec![self.log_group("Log", format!("/aws/eks/{}/cluster", self.name), &mut scope)?];
        if self.container_insights {
            for name in INSIGHTS_LOGS {
                let path = format!("/aws/containerinsights/{}/{}", self.name, name.to_lowercase());
                logs.push(self.log_group(&format!("{name}Log"), path, &mut scope)?);
            }
        }
        let key = match self.encryption_key {
            Some(key) => key,
            None => Key::builder("Key")
                .description(format!("encrypts the secrets of the cluster {}", self.name))
                .build(&mut scope)?,
        };
        let auto_mode = self.node_groups.is_empty();
        let role = cluster_roles::control_plane(auto_mode, self.pod_security_groups, &mut scope)?;
        let nodes = cluster_roles::nodes(auto_mode, &mut scope)?;
        let key_arn: Value<String> = key.arn().into_value();
        let mut cluster = cfn::Cluster::new(self.vpc_config(), role.arn())
            .name(&self.name)
            .version(self.version.name())
            .upgrade_policy(cfn::ClusterUpgradePolicy::new().support_type(self.support()))
            .access_config(
                cfn::ClusterAccessConfig::new()
                    .authentication_mode(cfn::ClusterAuthenticationMode::Api)
                    .bootstrap_cluster_creator_admin_permissions(false),
            )
            // Those of our own servers are installed as add-ons, which AWS keeps current.
            .bootstrap_self_managed_addons(false)
            .encryption_config([cfn::ClusterEncryptionConfig::new()
                .provider(cfn::ClusterProvider::new().key_arn(key_arn))
                .resources(["secrets"])])
            .logging(logging())
            .deletion_protection(self.deletion_protection);
        let mut network = cfn::ClusterKubernetesNetworkConfig::new().service_ipv4_cidr(
            self.service_cidr
                .map_or(SERVICES.to_owned(), |it| it.to_string()),
        );
        if auto_mode {
            // EKS takes all three or none.
            cluster = cluster
                .compute_config(
                    cfn::ClusterComputeConfig::new()
                        .enabled(true)
                        .node_pools(["system", "general-purpose"])
                        .node_role_arn(nodes.arn()),
                )
                .storage_config(
                    cfn::ClusterStorageConfig::new()
                        .block_storage(cfn::ClusterBlockStorage::new().enabled(true)),
                );
            network = network
                .elastic_load_balancing(cfn::ClusterElasticLoadBalancing::new().enabled(true));
        }
        let resource = cluster
            .kubernetes_network_config(network)
            .add("Resource", &mut scope)?;
        for log in logs {
            // EKS makes the group of the first line, with lines that are kept for ever.
            scope.depends_on(resource, log.resource())?;
        }
        scope.depends_on(resource, role.node())?;

        let group =
            SecurityGroup::of_attribute(resource.node(), "ClusterSecurityGroupId", scope.node());
        let cluster = Cluster {
            resource,
            ready: scope.node(),
            connections: Connections::sharing(group.connections(), scope.node(), None),
            vpc: self.vpc.clone(),
            is_auto_mode: auto_mode,
            has_pod_groups: self.pod_security_groups,
        };
        self.fill(&cluster, nodes, &mut scope)?;
        Ok(cluster)
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        let name = &self.name;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        let starts = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !starts || 100 < name.len() || !name.chars().all(plain) {
            let reason = format!(
                "must be 1 to 100 letters, digits, `-` and `_`, of which the first is a letter or \
                 digit, got {name:?}"
            );
            return Err(scope.invalid("name", reason));
        }
        if let Some(reason) = self.version.flaw() {
            return Err(scope.invalid("version", reason));
        }
        let zones = self.vpc.private_subnets().len();
        if zones < 2 {
            let reason = format!("must have private subnets in 2 zones or more, got {zones}");
            return Err(scope.invalid("vpc", reason));
        }
        if self.pod_security_groups
            && let Some(reason) = self.flaw_of_pod_security_groups()
        {
            return Err(scope.invalid("pod_security_groups", reason));
        }
        if self.public_access.contains(&CidrBlock::ANYWHERE) {
            let reason = "must not be everybody, got 0.0.0.0/0";
            return Err(scope.invalid("public_access_from", reason));
        }
        if let Some(block) = self.service_cidr {
            let is_private = block.first().is_private();
            if !is_private || !(12..=24).contains(&block.prefix()) {
                let reason = format!("must be a /12 to /24 of private addresses, got {block}");
                return Err(scope.invalid("service_cidr", reason));
            }
            if self.vpc.cidr_block().is_some_and(|vpc| vpc.overlaps(block)) {
                let reason = format!("must have no addresses of the VPC, got {block}");
                return Err(scope.invalid("service_cidr", reason));
            }
        }
        Ok(())
    }

    /// Why pods can't have groups of their own, if they can't.
    fn flaw_of_pod_security_groups(&self) -> Option<String> {
        if self.node_groups.is_empty() {
            let version = self.version.name();
            return self.version.is_before(36).then(|| {
                format!(
                    "must be false in Auto Mode before Kubernetes 1.36, whose pods all have the \
                     group of the cluster, got true and {version}"
                )
            });
        }
        let mut types = self.node_groups.iter().flat_map(NodeGroup::types);
        types.find(|kind| kind.starts_with('t')).map(|kind| {
            format!(
                "must be false with types of servers that have no branch network interfaces, got \
                 true and {kind:?}"
            )
        })
    }

    fn log_group(&self, id: &str, name: String, scope: &mut Scope<'_>) -> Result<LogGroup> {
        let mut group = LogGroup::builder(id)
            .name(name)
            .retention(self.log_retention);
        if let Some(key) = self.log_encryption_key {
            group = group.encryption_key(&key);
        }
        group.build(scope)
    }

    fn support(&self) -> cfn::ClusterSupportType {
        if self.extended_support {
            cfn::ClusterSupportType::Extended
        } else {
            cfn::ClusterSupportType::Standard
        }
    }

    fn vpc_config(&self) -> cfn::ClusterResourcesVpcConfig {
        let config = cfn::ClusterResourcesVpcConfig::new(self.vpc.private_subnet_ids())
            .endpoint_private_access(true)
            .endpoint_public_access(!self.public_access.is_empty());
        if self.public_access.is_empty() {
            return config;
        }
        let blocks = self.public_access.iter().map(ToString::to_string);
        config.public_access_cidrs(blocks.collect::<Vec<_>>())
    }

    /// How the network of our own servers is set up.
    fn network(&self) -> &'static str {
        if self.pod_security_groups {
            // In the standard mode network policies have effect beside security groups.
            // https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html
            return r#"{"enableNetworkPolicy":"true","env":{"ENABLE_POD_ENI":"true","POD_SECURITY_GROUP_ENFORCING_MODE":"standard"}}"#;
        }
        r#"{"enableNetworkPolicy":"true"}"#
    }

    /// Adds servers and add-ons.
    fn fill(&self, cluster: &Cluster, nodes: Role, scope: &mut Scope<'_>) -> Result<()> {
        let name = cluster.name();
        let mut before: Vec<NodeId> = Vec::new();
        if !self.node_groups.is_empty() {
            // Servers are no good before their network is.
            let network = Addon::new("vpc-cni").configuration(self.network());
            let agents = [network, Addon::new("kube-proxy"), Addon::new("eks-pod-identity-agent")];
            let agents: Vec<NodeId> = agents
                .into_iter()
                .map(|addon| addon.add(&name, &[], scope))
                .collect::<Result<_>>()?;
            for group in &self.node_groups {
                let group =
                    group.add(cluster.resource.reference(), nodes, self.vpc, &agents, scope)?;
                before.push(group);
            }
            let volumes = Addon::new("aws-ebs-csi-driver")
                .works_as("ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy");
            for addon in [Addon::new("coredns"), volumes] {
                addon.add(&name, &before, scope)?;
            }
            load_balancer_controller::allow(cluster, scope)?;
        }
        let secrets = r#"{"secrets-store-csi-driver":{"syncSecret":{"enabled":true},"enableSecretRotation":true}}"#;
        let mut own = vec![
            Addon::new(Addon::METRICS_SERVER),
            Addon::new(Addon::SECRETS_STORE).configuration(secrets),
        ];
        if self.container_insights {
            own.push(
                Addon::new(Addon::OBSERVABILITY)
                    .works_as("cloudwatch-agent", "CloudWatchAgentServerPolicy"),
            );
        }
        own.retain(|addon| !self.addons.iter().any(|given| given.name == addon.name));
        for addon in own.into_iter().chain(self.addons.iter().cloned()) {
            addon.add(&name, &before, scope)?;
        }
        Ok(())
    }
}

fn logging() -> cfn::ClusterLogging {
    let types = LOGS.map(|kind| cfn::ClusterLoggingTypeConfig::new().type_(kind));
    cfn::ClusterLogging::new()
        .cluster_logging(cfn::ClusterClusterLogging::new().enabled_types(types))
}
