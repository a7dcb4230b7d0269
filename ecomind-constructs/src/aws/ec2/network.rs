//! The subnets of a VPC, and how they lead to the internet.

use crate::{
    Result,
    cfn::ec2 as cfn,
    name::NodeId,
    tree::{Ref, Resource as _, Scope},
    value::CidrBlock,
};

use super::{
    NatGateways, Subnet, nat_gateways,
    subnet::{DefaultRoute, name_tag},
    subnets::SubnetKind,
};

/// What subnets are added to.
pub(super) struct Network {
    pub(super) vpc: Ref<cfn::Vpc>,
    pub(super) zones: Vec<String>,
    pub(super) nat_gateways: NatGateways,
}

/// Public subnets, and what private ones need of them.
#[derive(Default)]
pub(super) struct Public {
    pub(super) subnets: Vec<Subnet>,
    pub(super) online: Vec<NodeId>,
    pub(super) nat_gateways: Vec<Ref<cfn::NatGateway>>,
}

impl Network {
    pub(super) fn add_public(&self, blocks: &[CidrBlock], scope: &mut Scope<'_>) -> Result<Public> {
        let mut public = Public::default();
        if blocks.is_empty() {
            return Ok(public);
        }
        let gateway = cfn::InternetGateway::new()
            .tags([name_tag(scope)])
            .add("IGW", scope)?;
        let attachment = cfn::VpcGatewayAttachment::new(self.vpc)
            .internet_gateway_id(gateway)
            .add("VPCGW", scope)?;
        for (index, (zone, block)) in self.zones.iter().zip(blocks).enumerate() {
            let mut scope = scope.child(subnet_id(SubnetKind::Public, index))?;
            let subnet = Subnet::add(self.vpc, zone, *block, &mut scope)?;
            let route = DefaultRoute::Internet { gateway, attachment };
            let online = subnet.add_default_route(route, &mut scope)?;
            if self.nat_gateways.is_in(index) {
                let nat = nat_gateways::add(&subnet, attachment, &online, &mut scope)?;
                public.nat_gateways.push(nat);
            }
            public.online.extend(online);
            public.subnets.push(subnet);
        }
        Ok(public)
    }

    pub(super) fn add_private(
        &self,
        blocks: &[CidrBlock],
        gateways: &[Ref<cfn::NatGateway>],
        scope: &mut Scope<'_>,
    ) -> Result<Vec<Subnet>> {
        let add = |(index, (zone, block)): (usize, (&String, &CidrBlock))| {
            let mut scope = scope.child(subnet_id(SubnetKind::Private, index))?;
            let subnet = Subnet::add(self.vpc, zone, *block, &mut scope)?;
            // That of its zone, or the only one.
            if let Some(gateway) = gateways.get(index).or(gateways.first()) {
                subnet.add_default_route(DefaultRoute::Nat(*gateway), &mut scope)?;
            }
            Ok(subnet)
        };
        self.zones.iter().zip(blocks).enumerate().map(add).collect()
    }

    pub(super) fn add_isolated(
        &self,
        blocks: &[CidrBlock],
        scope: &mut Scope<'_>,
    ) -> Result<Vec<Subnet>> {
        let add = |(index, (zone, block)): (usize, (&String, &CidrBlock))| {
            let mut scope = scope.child(subnet_id(SubnetKind::Isolated, index))?;
            Subnet::add(self.vpc, zone, *block, &mut scope)
        };
        self.zones.iter().zip(blocks).enumerate().map(add).collect()
    }
}

/// `PublicSubnet1` for the first zone, as in the AWS CDK.
fn subnet_id(kind: SubnetKind, zone: usize) -> String {
    format!("{}Subnet{}", kind.name(), zone + 1)
}
