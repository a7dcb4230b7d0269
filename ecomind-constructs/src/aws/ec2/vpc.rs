//! Networks.

use std::sync::Arc;

use crate::{
    cfn::{
        ec2 as cfn,
        ids::ec2::{SecurityGroupId, SubnetId, VpcId},
    },
    name::NodeId,
    tree::Ref,
    value::{CidrBlock, Value},
};

use super::{
    EndpointService, ExistingId, ExistingVpcBuilder, InterfaceEndpoint, Subnet, VpcBuilder,
};

/// A private network over several availability zones.
///
/// In each of three zones there is a public subnet for load balancers, a private one for services,
/// which reach the internet through a NAT gateway, and an isolated one for data, which don't. The
/// zones are chosen by id, since the same name is another zone in another account. S3 is reached
/// without the gateway, every connection is logged, nothing gets a public address by itself, and
/// the default security group is emptied.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let vpc = Vpc::builder("Vpc")
///     .cidr_block("10.20.0.0/16".parse().expect("a block"))
///     .nat_gateways(NatGateways::OnePerZone)
///     .build(stack)?;
/// assert_eq!(vpc.availability_zone_ids(), ["use1-az1", "use1-az2", "use1-az4"]);
/// # Ok::<(), Error>(())
/// ```
///
/// # Addresses
///
/// The VPC is cut into four quarters: public, private, isolated, and one that stays free. In their
/// quarter the subnets of a kind follow each other in the order of zones, as 10.0.64.0/24,
/// 10.0.65.0/24 and 10.0.66.0/24 in 10.0.0.0/16. So adding a zone at the end, or a kind of subnets,
/// moves none that exist. [`Subnets::Blocks`](super::Subnets::Blocks) puts them anywhere else.
///
/// CloudFormation: [`AWS::EC2::VPC`](cfn::Vpc)
#[derive(Debug, Clone)]
pub struct Vpc(Arc<Parts>);

/// What a handle shares with its copies.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) node: NodeId,
    pub(super) vpc_id: Value<VpcId>,
    pub(super) resource: Option<Ref<cfn::Vpc>>,
    pub(super) cidr_block: Option<CidrBlock>,
    pub(super) availability_zone_ids: Vec<String>,
    /// In the order of `SubnetKind::ALL`.
    pub(super) subnets: [Vec<Subnet>; 3],
    pub(super) internet_connectivity: Vec<NodeId>,
    pub(super) interface_endpoints: Vec<InterfaceEndpoint>,
}

impl Vpc {
    /// Starts a VPC.
    pub fn builder(id: impl Into<String>) -> VpcBuilder {
        VpcBuilder::new(id.into())
    }

    /// Starts from a VPC that exists outside of the app, such as `vpc-0123456789abcdef0`.
    pub fn from_ids(
        id: impl Into<String>,
        vpc_id: impl Into<ExistingId<VpcId>>,
    ) -> ExistingVpcBuilder {
        ExistingVpcBuilder::new(id.into(), vpc_id.into())
    }

    pub(super) fn of(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The same with these endpoints, which can only be made in a VPC that is there.
    pub(super) fn with_interface_endpoints(mut self, endpoints: Vec<InterfaceEndpoint>) -> Self {
        Arc::make_mut(&mut self.0).interface_endpoints = endpoints;
        self
    }

    /// The place in the tree, for dependencies on everything in it.
    #[must_use]
    pub fn node(&self) -> NodeId {
        self.0.node
    }

    /// The id of the VPC.
    #[must_use]
    pub fn vpc_id(&self) -> Value<VpcId> {
        self.0.vpc_id.clone()
    }

    /// Its addresses; none of a VPC that exists outside of the app, unless given.
    #[must_use]
    pub fn cidr_block(&self) -> Option<CidrBlock> {
        self.0.cidr_block
    }

    /// The ids of its zones, in the order of its subnets.
    #[must_use]
    pub fn availability_zone_ids(&self) -> &[String] {
        &self.0.availability_zone_ids
    }

    /// The subnets that the internet reaches, one in each zone.
    #[must_use]
    pub fn public_subnets(&self) -> &[Subnet] {
        &self.0.subnets[0]
    }

    /// The subnets that reach the internet through a NAT gateway, one in each zone.
    #[must_use]
    pub fn private_subnets(&self) -> &[Subnet] {
        &self.0.subnets[1]
    }

    /// The subnets that don't reach the internet, one in each zone.
    #[must_use]
    pub fn isolated_subnets(&self) -> &[Subnet] {
        &self.0.subnets[2]
    }

    /// The ids of [`Self::public_subnets`].
    #[must_use]
    pub fn public_subnet_ids(&self) -> Vec<Value<SubnetId>> {
        ids(self.public_subnets())
    }

    /// The ids of [`Self::private_subnets`].
    #[must_use]
    pub fn private_subnet_ids(&self) -> Vec<Value<SubnetId>> {
        ids(self.private_subnets())
    }

    /// The ids of [`Self::isolated_subnets`].
    #[must_use]
    pub fn isolated_subnet_ids(&self) -> Vec<Value<SubnetId>> {
        ids(self.isolated_subnets())
    }

    /// The id of the security group of whatever names none; none of a VPC that exists outside of
    /// the app.
    pub fn default_security_group_id(&self) -> Option<Value<SecurityGroupId>> {
        self.0.resource.map(Ref::<cfn::Vpc>::default_security_group)
    }

    /// What has to be deployed before the internet reaches public subnets, for what must wait for
    /// it, such as a load balancer; nothing of a VPC that exists outside of the app.
    #[must_use]
    pub fn internet_connectivity(&self) -> &[NodeId] {
        &self.0.internet_connectivity
    }

    /// The endpoint of a service, if the VPC was built with one.
    #[must_use]
    pub fn interface_endpoint(&self, service: EndpointService) -> Option<InterfaceEndpoint> {
        let mut endpoints = self.0.interface_endpoints.iter();
        endpoints
            .find(|endpoint| endpoint.service() == service)
            .copied()
    }

    /// The resource itself, to set what this construct has no method for; none of a VPC that
    /// exists outside of the app.
    #[must_use]
    pub fn resource(&self) -> Option<Ref<cfn::Vpc>> {
        self.0.resource
    }
}

fn ids(subnets: &[Subnet]) -> Vec<Value<SubnetId>> {
    subnets.iter().map(Subnet::subnet_id).collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::ec2::{EndpointService, FlowLogs, Subnets, VpcBuilder},
        prelude::*,
        testing,
    };

    fn vpc() -> VpcBuilder {
        Vpc::builder("Vpc")
    }

    fn refusal(vpc: VpcBuilder) -> String {
        testing::reject(|stack| vpc.build(stack)).to_string()
    }

    fn block(text: &str) -> CidrBlock {
        text.parse().expect("a block")
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(testing::synth(|stack| vpc().build(stack)).yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("LogKey").for_cloudwatch_logs().build(stack)?;
            let vpc = vpc()
                .cidr_block(block("10.20.0.0/16"))
                .availability_zone_ids(["use1-az6", "use1-az4"])
                .public_subnets(Subnets::Prefix(27))
                .private_subnets(Subnets::Prefix(19))
                .isolated_subnets(Subnets::Blocks(vec![
                    block("10.20.192.0/24"),
                    block("10.20.193.0/24"),
                ]))
                .nat_gateways(NatGateways::OnePerZone)
                .dynamodb_endpoint(true)
                .interface_endpoint(EndpointService::EcrApi)
                .interface_endpoint(EndpointService::Other("Kafka", "kafka"))
                .flow_logs(FlowLogs::Rejected)
                .flow_log_retention(Retention::OneYear)
                .flow_log_encryption_key(&key)
                .build(stack)?;
            let registry = vpc
                .interface_endpoint(EndpointService::EcrApi)
                .expect("an endpoint");
            let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
            registry.allow_from(&api, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_vpc_without_the_internet_has_no_gateways() {
        let template = testing::synth(|stack| {
            vpc()
                .public_subnets(Subnets::None)
                .nat_gateways(NatGateways::None)
                .flow_logs(FlowLogs::None)
                .s3_endpoint(false)
                .lock_default_security_group(false)
                .build(stack)
        });
        let types: std::collections::BTreeSet<String> = template
            .document()
            .resources()
            .map(|resource| resource.type_name.to_owned())
            .collect();
        insta::assert_snapshot!(types.into_iter().collect::<Vec<_>>().join("\n"), @r"
        AWS::EC2::RouteTable
        AWS::EC2::Subnet
        AWS::EC2::SubnetRouteTableAssociation
        AWS::EC2::VPC
        ");
    }

    #[test]
    fn a_single_gateway_serves_every_zone() {
        let template = testing::synth(|stack| vpc().max_azs(4).build(stack));
        template.assert_count("AWS::EC2::NatGateway", 1);
        template.assert_count("AWS::EC2::Route", 8);
        template.assert_count("AWS::EC2::Subnet", 12);
    }

    #[test]
    fn other_stacks_refer_to_it_without_any_code() {
        let mut app = App::new().region("us-east-1");
        let vpc = vpc().build(&mut app.stack("Network").unwrap()).unwrap();
        let group = SecurityGroup::builder("Api", &vpc)
            .build(&mut app.stack("Services").unwrap())
            .unwrap();
        assert!(group.resource().is_some());
        testing::template_of(&app, "Services").assert_count("AWS::EC2::SecurityGroup", 1);
    }

    #[test]
    fn rejects_a_vpc_that_is_too_large_or_too_small() {
        let texts = [
            refusal(vpc().cidr_block(block("10.0.0.0/15"))),
            refusal(vpc().cidr_block(block("10.0.0.0/29"))),
            refusal(
                vpc()
                    .cidr_block(block("10.0.0.0/22"))
                    .public_subnets(Subnets::Prefix(25)),
            ),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `cidr_block` of `Test/Vpc` must have a prefix of 16 to 28, got 10.0.0.0/15
        `cidr_block` of `Test/Vpc` must have a prefix of 16 to 28, got 10.0.0.0/29
        `public_subnets` of `Test/Vpc` must fit 10.0.0.0/24, their quarter of the VPC 10.0.0.0/22, with room for 2 of /25, got 3: take a longer prefix, a larger VPC, or `Subnets::Blocks`
        ");
    }

    #[test]
    fn rejects_subnets_that_cannot_be() {
        let unaligned = "10.0.1.0/20".parse::<CidrBlock>().expect_err("refused");
        let overlapping = vec![block("10.0.0.0/24"), block("10.0.0.128/25"), block("10.0.3.0/24")];
        let texts = [
            unaligned.to_string(),
            refusal(vpc().public_subnets(Subnets::Prefix(29))),
            refusal(vpc().private_subnets(Subnets::Blocks(overlapping))),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        must begin at the first address of its block, 10.0.0.0/20, got 10.0.1.0/20
        `public_subnets` of `Test/Vpc` must have a prefix of 16 to 27, so that a load balancer has room, got /29
        `private_subnets` of `Test/Vpc` must not overlap, got 10.0.0.0/24, which shares addresses with 10.0.0.0/24 of `public_subnets`
        ");
    }

    #[test]
    fn rejects_zones_that_are_not_there() {
        let texts = [
            refusal(vpc().max_azs(7)),
            refusal(vpc().availability_zone_ids(["use1-az1", "use2-az1"])),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `max_azs` of `Test/Vpc` must be 1 to 5 in us-east-1 (use1-az1, use1-az2, use1-az4, use1-az5, use1-az6), got 7
        `availability_zone_ids` of `Test/Vpc` must be zones of us-east-1, such as `use1-az1`, got "use2-az1"
        "#);
        let error = vpc()
            .build(&mut App::new().stack("Test").unwrap())
            .expect_err("refused");
        insta::assert_snapshot!(error, @"`max_azs` of `Test/Vpc` must be `availability_zone_ids` where the region is unknown: name the zones, or the region of the stack or app");
    }

    #[test]
    fn rejects_gateways_without_a_place_or_a_use() {
        let texts = [
            refusal(vpc().public_subnets(Subnets::None)),
            refusal(vpc().private_subnets(Subnets::None)),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `nat_gateways` of `Test/Vpc` must be `None` without public subnets to put them in, got `Single`
        `nat_gateways` of `Test/Vpc` must be `None` without private subnets that use them, got `Single`
        ");
    }

    #[test]
    fn rejects_endpoints_twice_or_without_subnets() {
        let texts = [
            refusal(
                vpc()
                    .interface_endpoint(EndpointService::Kms)
                    .interface_endpoint(EndpointService::Other("Keys", "kms")),
            ),
            refusal(
                vpc()
                    .nat_gateways(NatGateways::None)
                    .private_subnets(Subnets::None)
                    .isolated_subnets(Subnets::None)
                    .interface_endpoint(EndpointService::Kms),
            ),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `interface_endpoint` of `Test/Vpc` must not repeat a service, got "kms" twice
        `interface_endpoint` of `Test/Vpc` must have private or isolated subnets to be in, got neither
        "#);
    }

    #[test]
    fn rejects_a_handle_of_another_app() {
        let mut other = App::new().region("us-east-1");
        let vpc = vpc().build(&mut other.stack("Network").unwrap()).unwrap();
        let error = testing::reject(|stack| SecurityGroup::builder("Api", &vpc).build(stack));
        insta::assert_snapshot!(error, @"`Test/Api` was given a handle of another app");
    }
}
