//! How a VPC is made.

use crate::{
    Result,
    aws::{kms::Key, logs::Retention},
    cfn::ec2 as cfn,
    tree::{Resource as _, Scope},
    value::CidrBlock,
};

use super::{
    EndpointService, FlowLogs, InterfaceEndpoint, NatGateways, Subnet, Subnets, Vpc,
    address_plan::{self, LONGEST_PREFIX, SHORTEST_PREFIX},
    availability_zones::Zones,
    default_security_group,
    flow_logs::FlowLogOptions,
    gateway_endpoint::GatewayService,
    network::Network,
    subnet::name_tag,
    subnets::SubnetKind,
    vpc::Parts,
};

/// Builds a [`Vpc`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct VpcBuilder {
    id: String,
    cidr_block: CidrBlock,
    zones: Zones,
    /// In the order of `SubnetKind::ALL`.
    subnets: [Subnets; 3],
    nat_gateways: NatGateways,
    s3_endpoint: bool,
    dynamodb_endpoint: bool,
    interface_endpoints: Vec<EndpointService>,
    flow_logs: FlowLogOptions,
    lock_default_security_group: bool,
}

impl VpcBuilder {
    pub(super) fn new(id: String) -> Self {
        let flow_logs = FlowLogOptions {
            logs: FlowLogs::All,
            retention: Retention::ThreeMonths,
            encryption_key: None,
        };
        Self {
            id,
            cidr_block: CidrBlock::new([10, 0, 0, 0].into(), 16).expect("an aligned block"),
            zones: Zones::Count(3),
            subnets: [Subnets::Prefix(24), Subnets::Prefix(24), Subnets::Prefix(24)],
            nat_gateways: NatGateways::Single,
            s3_endpoint: true,
            dynamodb_endpoint: false,
            interface_endpoints: Vec::new(),
            flow_logs,
            lock_default_security_group: true,
        }
    }

    /// Its addresses, with a prefix of 16 to 28; changing them replaces the VPC. Default:
    /// 10.0.0.0/16.
    pub fn cidr_block(mut self, block: CidrBlock) -> Self {
        self.cidr_block = block;
        self
    }

    /// Over how many zones it spreads: the first so many that are known of the stack's region.
    /// Default: 3.
    ///
    /// In us-east-1 `use1-az3` is not among them, since MSK refuses to work there.
    pub fn max_azs(mut self, count: u8) -> Self {
        self.zones = Zones::Count(count);
        self
    }

    /// Over which zones it spreads, such as `use1-az1`; add new ones at the end. Default: those
    /// that [`Self::max_azs`] chooses.
    pub fn availability_zone_ids<I: Into<String>>(
        mut self,
        ids: impl IntoIterator<Item = I>,
    ) -> Self {
        self.zones = Zones::Ids(ids.into_iter().map(Into::into).collect());
        self
    }

    /// The subnets that the internet reaches; without any there is no internet gateway. Default:
    /// `Subnets::Prefix(24)`, 251 usable addresses in each zone.
    pub fn public_subnets(self, subnets: Subnets) -> Self {
        self.subnets_of(SubnetKind::Public, subnets)
    }

    /// The subnets that reach the internet through a NAT gateway. Default: `Subnets::Prefix(24)`.
    pub fn private_subnets(self, subnets: Subnets) -> Self {
        self.subnets_of(SubnetKind::Private, subnets)
    }

    /// The subnets that don't reach the internet. Default: `Subnets::Prefix(24)`.
    pub fn isolated_subnets(self, subnets: Subnets) -> Self {
        self.subnets_of(SubnetKind::Isolated, subnets)
    }

    /// How private subnets reach the internet. Default: [`NatGateways::Single`], $36.50 a month.
    pub fn nat_gateways(mut self, gateways: NatGateways) -> Self {
        self.nat_gateways = gateways;
        self
    }

    /// Whether S3 is reached without the internet, which costs nothing. Default: true.
    pub fn s3_endpoint(mut self, endpoint: bool) -> Self {
        self.s3_endpoint = endpoint;
        self
    }

    /// Whether DynamoDB is reached without the internet, which costs nothing. Default: false.
    pub fn dynamodb_endpoint(mut self, endpoint: bool) -> Self {
        self.dynamodb_endpoint = endpoint;
        self
    }

    /// Another service that is reached without the internet, $7.30 a month in each zone; get it
    /// back with [`Vpc::interface_endpoint`] to allow connections. Default: none.
    pub fn interface_endpoint(mut self, service: EndpointService) -> Self {
        self.interface_endpoints.push(service);
        self
    }

    /// Which connections are logged. Default: [`FlowLogs::All`].
    pub fn flow_logs(mut self, logs: FlowLogs) -> Self {
        self.flow_logs.logs = logs;
        self
    }

    /// How long flow logs are kept. Default: [`Retention::ThreeMonths`].
    pub fn flow_log_retention(mut self, retention: Retention) -> Self {
        self.flow_logs.retention = retention;
        self
    }

    /// A key that was built
    /// [for CloudWatch Logs](crate::aws::kms::KeyBuilder::for_cloudwatch_logs) and encrypts flow
    /// logs. Default: a key that AWS owns.
    pub fn flow_log_encryption_key(mut self, key: &Key) -> Self {
        self.flow_logs.encryption_key = Some(*key);
        self
    }

    /// Whether the default security group loses its rules, so that nothing is open by accident.
    /// Default: true.
    ///
    /// A Lambda function does it when the stack is deployed, and is hardly ever called again.
    pub fn lock_default_security_group(mut self, lock: bool) -> Self {
        self.lock_default_security_group = lock;
        self
    }

    /// Adds the VPC to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Vpc> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        let zones = self.zones.clone().resolve(&scope)?;
        let plan = address_plan::plan(&scope, self.cidr_block, zones.len(), &self.subnets)?;

        let resource = cfn::Vpc::new()
            .cidr_block(self.cidr_block.to_string())
            .enable_dns_hostnames(true)
            .enable_dns_support(true)
            .tags([name_tag(&scope)])
            .add("Resource", &mut scope)?;
        let network = Network { vpc: resource, zones, nat_gateways: self.nat_gateways };
        let [public, private, isolated] = plan;
        let public = network.add_public(&public, &mut scope)?;
        let private = network.add_private(&private, &public.nat_gateways, &mut scope)?;
        let isolated = network.add_isolated(&isolated, &mut scope)?;

        let subnets = [public.subnets, private, isolated];
        let tables = subnets.iter().flatten().filter_map(Subnet::route_table_id);
        let tables: Vec<_> = tables.collect();
        if self.s3_endpoint {
            GatewayService::S3.add(resource, tables.clone(), &mut scope)?;
        }
        if self.dynamodb_endpoint {
            GatewayService::DynamoDb.add(resource, tables, &mut scope)?;
        }
        self.flow_logs.add(resource, &mut scope)?;
        if self.lock_default_security_group {
            default_security_group::lock(resource, &mut scope)?;
        }

        let vpc = Vpc::of(Parts {
            node: scope.node(),
            vpc_id: resource.vpc_id(),
            resource: Some(resource),
            cidr_block: Some(self.cidr_block),
            availability_zone_ids: network.zones,
            subnets,
            internet_connectivity: public.online,
            interface_endpoints: Vec::new(),
        });
        let endpoint = |service: &EndpointService| {
            InterfaceEndpoint::builder(service.id(), &vpc, *service).build(&mut scope)
        };
        let endpoints = self
            .interface_endpoints
            .iter()
            .map(endpoint)
            .collect::<Result<_>>()?;
        Ok(vpc.with_interface_endpoints(endpoints))
    }

    fn subnets_of(mut self, kind: SubnetKind, subnets: Subnets) -> Self {
        self.subnets[kind as usize] = subnets;
        self
    }

    fn has(&self, kind: SubnetKind) -> bool {
        self.subnets[kind as usize] != Subnets::None
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        if !(SHORTEST_PREFIX..=LONGEST_PREFIX).contains(&self.cidr_block.prefix()) {
            let reason = format!(
                "must have a prefix of {SHORTEST_PREFIX} to {LONGEST_PREFIX}, got {}",
                self.cidr_block
            );
            return Err(scope.invalid("cidr_block", reason));
        }
        if self.nat_gateways != NatGateways::None {
            let lacks = [
                (SubnetKind::Public, "public subnets to put them in"),
                (SubnetKind::Private, "private subnets that use them"),
            ];
            if let Some((_, what)) = lacks.into_iter().find(|(kind, _)| !self.has(*kind)) {
                let given = self.nat_gateways;
                let reason = format!("must be `None` without {what}, got `{given:?}`");
                return Err(scope.invalid("nat_gateways", reason));
            }
        }
        let endpoints = &self.interface_endpoints;
        let twice = endpoints.iter().enumerate().find(|(index, service)| {
            endpoints[..*index]
                .iter()
                .any(|other| other.name() == service.name())
        });
        if let Some((_, service)) = twice {
            let reason = format!("must not repeat a service, got {:?} twice", service.name());
            return Err(scope.invalid("interface_endpoint", reason));
        }
        if !endpoints.is_empty()
            && !self.has(SubnetKind::Private)
            && !self.has(SubnetKind::Isolated)
        {
            let reason = "must have private or isolated subnets to be in, got neither";
            return Err(scope.invalid("interface_endpoint", reason));
        }
        Ok(())
    }
}
