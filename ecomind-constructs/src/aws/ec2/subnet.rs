//! Subnets.

use crate::{
    NodeId, Result,
    cfn::{
        self, ec2,
        ids::ec2::{RouteTableId, SubnetId},
    },
    tree::{Ref, Resource as _, Scope},
    value::{CidrBlock, IntoValue, Value},
};

/// A part of a [`Vpc`](super::Vpc) in one zone, with a route table of its own.
///
/// A list of them can be passed where subnet ids are due.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::cfn::ec2::NetworkInterface;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let first = &vpc.private_subnets()[0];
/// assert_eq!(first.availability_zone_id(), "use1-az1");
/// NetworkInterface::new(first).add("Interface", stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EC2::Subnet`](ec2::Subnet)
#[derive(Debug, Clone)]
pub struct Subnet {
    id: Value<SubnetId>,
    availability_zone_id: String,
    cidr_block: Option<CidrBlock>,
    route_table_id: Option<Value<RouteTableId>>,
    resource: Option<Ref<ec2::Subnet>>,
    /// What ties it to its route table.
    association: Option<NodeId>,
}

/// Where whatever has no other route goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum DefaultRoute {
    Internet { gateway: Ref<ec2::InternetGateway>, attachment: Ref<ec2::VpcGatewayAttachment> },
    Nat(Ref<ec2::NatGateway>),
}

impl Subnet {
    /// One that exists outside of the app.
    pub(super) fn existing(id: Value<SubnetId>, zone: String) -> Self {
        Self {
            id,
            availability_zone_id: zone,
            cidr_block: None,
            route_table_id: None,
            resource: None,
            association: None,
        }
    }

    /// Adds one to `scope`, which is its own.
    pub(super) fn add(
        vpc: Ref<ec2::Vpc>,
        zone: &str,
        block: CidrBlock,
        scope: &mut Scope<'_>,
    ) -> Result<Self> {
        let resource = ec2::Subnet::new(vpc)
            .availability_zone_id(zone)
            .cidr_block(block.to_string())
            // What is to be public says so itself; a subnet must not decide it for everything.
            .map_public_ip_on_launch(false)
            .tags([name_tag(scope)])
            .add("Subnet", scope)?;
        let table = ec2::RouteTable::new(vpc)
            .tags([name_tag(scope)])
            .add("RouteTable", scope)?;
        let association = ec2::SubnetRouteTableAssociation::new(table, resource)
            .add("RouteTableAssociation", scope)?;
        Ok(Self {
            id: resource.reference(),
            availability_zone_id: zone.to_owned(),
            cidr_block: Some(block),
            route_table_id: Some(table.reference()),
            resource: Some(resource),
            association: Some(association.node()),
        })
    }

    /// Adds the default route to `scope`, the subnet's own, and gives what has to be deployed for
    /// it to work.
    pub(super) fn add_default_route(
        &self,
        to: DefaultRoute,
        scope: &mut Scope<'_>,
    ) -> Result<Vec<NodeId>> {
        let table = self.route_table_id.as_ref();
        let route = ec2::Route::new(table.expect("subnets that are added have a route table"))
            .destination_cidr_block(CidrBlock::ANYWHERE.to_string());
        let route = match to {
            DefaultRoute::Internet { gateway, .. } => route.gateway_id(gateway.reference()),
            DefaultRoute::Nat(gateway) => route.nat_gateway_id(gateway),
        };
        let route = route.add("DefaultRoute", scope)?;
        if let DefaultRoute::Internet { attachment, .. } = to {
            // A route to a gateway that is not attached yet is refused.
            scope.options(route)?.depends_on(attachment);
        }
        Ok([route.node()].into_iter().chain(self.association).collect())
    }

    /// The id of the subnet.
    #[must_use]
    pub fn subnet_id(&self) -> Value<SubnetId> {
        self.id.clone()
    }

    /// The id of its zone, such as `use1-az1`.
    #[must_use]
    pub fn availability_zone_id(&self) -> &str {
        &self.availability_zone_id
    }

    /// Its addresses; none of a subnet that exists outside of the app.
    #[must_use]
    pub fn cidr_block(&self) -> Option<CidrBlock> {
        self.cidr_block
    }

    /// The id of its route table; none of a subnet that exists outside of the app.
    #[must_use]
    pub fn route_table_id(&self) -> Option<Value<RouteTableId>> {
        self.route_table_id.clone()
    }

    /// The resource itself, to set what this construct has no method for; none of a subnet that
    /// exists outside of the app.
    #[must_use]
    pub fn resource(&self) -> Option<Ref<ec2::Subnet>> {
        self.resource
    }
}

impl IntoValue<SubnetId> for Subnet {
    fn into_value(self) -> Value<SubnetId> {
        self.id
    }
}

impl IntoValue<SubnetId> for &Subnet {
    fn into_value(self) -> Value<SubnetId> {
        self.subnet_id()
    }
}

/// What the console calls the parts of a network, which have no names of their own: their path.
pub(super) fn name_tag(scope: &Scope<'_>) -> cfn::Tag {
    // A tag has at most 256 characters.
    let path: String = scope.path().as_str().chars().take(256).collect();
    cfn::Tag::new("Name", path)
}
