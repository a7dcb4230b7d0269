//! How Redpanda clusters are built.

use std::net::Ipv4Addr;

use crate::{
    Result,
    aws::{
        ec2::{
            Connectable as _, Connections, Image, Subnet, Vpc, gibibytes, instance_type_flaw,
            session_manager,
        },
        iam::{PolicyStatement, Principal, Role, RoleBuilder},
        kms::Key,
    },
    tree::Scope,
    value::{CidrBlock, Duration, Port, Size},
};

use super::{Redpanda, node, nodes::Nodes, user_data};

/// Builds a [`Redpanda`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct RedpandaBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    image: Image,
    version: String,
    topics: Vec<(String, u32)>,
    nodes: usize,
    subnets: Option<Vec<Subnet>>,
    addresses: Vec<Ipv4Addr>,
    instance_type: String,
    allow_burstable_nodes: bool,
    storage: Size,
    encryption_key: Option<Key>,
    termination_protection: bool,
    startup_timeout: Duration,
    statements: Vec<PolicyStatement>,
}

/// Redpanda itself keeps 5 GiB free in production mode.
const LEAST_STORAGE: u64 = 10;

impl<'a> RedpandaBuilder<'a> {
    pub(super) fn new(id: String, vpc: &'a Vpc, image: Image, version: String) -> Self {
        Self {
            id,
            vpc,
            image,
            version,
            topics: Vec::new(),
            nodes: 3,
            subnets: None,
            addresses: Vec::new(),
            instance_type: "m7g.large".to_owned(),
            allow_burstable_nodes: false,
            storage: Size::gibibytes(100),
            encryption_key: None,
            termination_protection: true,
            startup_timeout: Duration::minutes(30),
            statements: Vec::new(),
        }
    }

    /// A topic that the first start makes, and its partitions: clients that ask for a topic that is
    /// not there get none. What is added later needs new nodes, or `rpk topic create`. Adds to
    /// those before; default: none.
    pub fn topic(mut self, name: impl Into<String>, partitions: u32) -> Self {
        self.topics.push((name.into(), partitions));
        self
    }

    /// How many nodes there are: 3, or 1 for development. Default: 3.
    pub fn nodes(mut self, nodes: usize) -> Self {
        self.nodes = nodes;
        self
    }

    /// Where the nodes are, each in the next subnet. Default: the private subnets.
    pub fn subnets(mut self, subnets: &[Subnet]) -> Self {
        self.subnets = Some(subnets.to_vec());
        self
    }

    /// The addresses of the nodes, each in the subnet of its node. Default: the eleventh of each
    /// subnet, such as 10.0.64.10.
    pub fn addresses(mut self, addresses: impl IntoIterator<Item = Ipv4Addr>) -> Self {
        self.addresses = addresses.into_iter().collect();
        self
    }

    /// The type of each instance, of the architecture of the image. Default: `m7g.large`, the
    /// smallest with the two cores that Redpanda asks for.
    pub fn instance_type(mut self, instance_type: impl Into<String>) -> Self {
        self.instance_type = instance_type.into();
        self
    }

    /// Takes types such as `t4g.medium` too, which the vendor does not support in production, and
    /// which fall to a fraction of their CPU when `CPUCreditBalance` is used up. Default: they are
    /// refused.
    pub fn allow_burstable_nodes(mut self) -> Self {
        self.allow_burstable_nodes = true;
        self
    }

    /// The volume of each node, 10 to 16,384 GiB. Default: 100 GiB.
    pub fn storage(mut self, size: Size) -> Self {
        self.storage = size;
        self
    }

    /// The key that volumes are encrypted with. Default: a key that AWS manages for EBS.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// Whether EC2 refuses to terminate the instances, with or without CloudFormation. Default: yes.
    pub fn termination_protection(mut self, protected: bool) -> Self {
        self.termination_protection = protected;
        self
    }

    /// How long the deployment waits until the cluster is healthy, at most 12 hours. Default: 30
    /// minutes.
    pub fn startup_timeout(mut self, timeout: Duration) -> Self {
        self.startup_timeout = timeout;
        self
    }

    /// Something that the nodes may do. Adds to those before; default: what Session Manager needs.
    pub fn statement(mut self, statement: PolicyStatement) -> Self {
        self.statements.push(statement);
        self
    }

    /// Adds the cluster to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Redpanda> {
        let mut scope = scope.child(&self.id)?;
        if let Err((setter, reason)) = self.check() {
            return Err(scope.invalid(setter, reason));
        }
        let subnets = self
            .subnets
            .as_deref()
            .unwrap_or(self.vpc.private_subnets());
        let places = match node::places(self.nodes, subnets, &self.addresses) {
            Ok(places) => places,
            Err((setter, reason)) => return Err(scope.invalid(setter, reason)),
        };
        let connections = Connections::closed(self.vpc, Redpanda::PORT, &mut scope)?;
        let mut rules = scope.child("Rules")?;
        add_rules(connections, &mut rules)?;
        let rules = rules.node();
        let role = add_role(self.statements, &mut scope)?;
        let nodes = Nodes {
            places: &places,
            image: &self.image,
            version: &self.version,
            topics: &self.topics,
            instance_type: &self.instance_type,
            gibibytes: gibibytes(self.storage, LEAST_STORAGE).unwrap_or_default(),
            encryption_key: self.encryption_key,
            termination_protection: self.termination_protection,
            startup_timeout: self.startup_timeout,
            connections,
            role,
            // Their script needs the internet as soon as they run.
            after: [rules, self.vpc.node()],
        };
        let nodes = nodes.add(&mut scope)?;
        Ok(Redpanda { connections, nodes, role })
    }

    /// Everything but the places in order, or the setter and the reason why not.
    fn check(&self) -> Result<(), (&'static str, String)> {
        let day = Duration::hours(12) < self.startup_timeout;
        let checks = [
            ("image", self.image.flaw()),
            ("version", user_data::flaw_of_version(&self.version)),
            ("topic", self.topics.iter().find_map(flaw_of_topic)),
            ("instance_type", self.flaw_of_type()),
            ("storage", gibibytes(self.storage, LEAST_STORAGE).err()),
            (
                "startup_timeout",
                day.then(|| format!("must be at most 12 hours, got {}", self.startup_timeout)),
            ),
        ];
        for (setter, flaw) in checks {
            if let Some(reason) = flaw {
                return Err((setter, reason));
            }
        }
        Ok(())
    }

    fn flaw_of_type(&self) -> Option<String> {
        let name = &self.instance_type;
        if let Some(reason) = instance_type_flaw(name) {
            return Some(reason);
        }
        let family = name.split('.').next().unwrap_or_default();
        let burstable = ["t2", "t3", "t3a", "t4g"].contains(&family);
        (burstable && !self.allow_burstable_nodes).then(|| {
            format!(
                "must be allowed by `allow_burstable_nodes`, got {name:?}: the vendor does not \
                 support it in production, and without credits it has a fraction of its CPU"
            )
        })
    }
}

/// What is wrong with a topic, if anything is.
fn flaw_of_topic((name, partitions): &(String, u32)) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if name.is_empty() || 249 < name.len() || !name.bytes().all(is_plain) {
        return Some(format!(
            "must be named with 1 to 249 letters, digits, dots, underscores and hyphens, got {name:?}"
        ));
    }
    (*partitions == 0).then(|| format!("must have a partition or more, got 0 for {name:?}"))
}

/// Nodes talk to each other, and to what they install themselves from.
fn add_rules(connections: Connections, scope: &mut Scope<'_>) -> Result<()> {
    connections.allow_from(&connections, scope)?;
    connections.allow_from_on(&connections, Redpanda::RPC_PORT, scope)?;
    connections.allow_from_on(&connections, Redpanda::ADMIN_PORT, scope)?;
    connections.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, scope)
}

fn add_role(statements: Vec<PolicyStatement>, scope: &mut Scope<'_>) -> Result<Role> {
    let role =
        Role::builder("Role", Principal::service("ec2.amazonaws.com")).statement(session_manager());
    statements
        .into_iter()
        .fold(role, RoleBuilder::statement)
        .build(scope)
}
