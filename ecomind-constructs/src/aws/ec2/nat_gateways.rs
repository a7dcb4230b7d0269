//! How private subnets reach the internet.

use crate::{
    NodeId, Result,
    cfn::ec2,
    tree::{Ref, Resource as _, Scope},
};

use super::subnet::{Subnet, name_tag};

/// How many NAT gateways a VPC has: how private subnets reach the internet.
///
/// A gateway costs $32.85 a month and $0.045 for each GB, its public address another $3.65
/// (us-east-1, 730 hours, August 2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NatGateways {
    /// None: private subnets reach only what has an endpoint in the VPC. An
    /// [interface endpoint](super::InterfaceEndpoint) costs $7.30 a month in each zone, so that
    /// two of them in three zones cost more than a gateway.
    None,
    /// One, in the first zone: $36.50 a month. When that zone fails, private subnets of all zones
    /// lose the internet; and what they send across zones costs another $0.01 for each GB.
    Single,
    /// One in each zone: $109.50 a month in three zones. A zone that fails takes only its own.
    OnePerZone,
}

impl NatGateways {
    /// Whether there is one in the zone of this index.
    pub(super) fn is_in(self, zone: usize) -> bool {
        match self {
            Self::None => false,
            Self::Single => zone == 0,
            Self::OnePerZone => true,
        }
    }
}

/// Adds a gateway to `scope`, that of a public subnet, which works once `online` is deployed.
pub(super) fn add(
    subnet: &Subnet,
    attachment: Ref<ec2::VpcGatewayAttachment>,
    online: &[NodeId],
    scope: &mut Scope<'_>,
) -> Result<Ref<ec2::NatGateway>> {
    let address = ec2::Eip::new()
        .domain(ec2::EipDomain::Vpc)
        .tags([name_tag(scope)])
        .add("EIP", scope)?;
    // An address can't be used in a VPC that has no way to the internet yet.
    scope.options(address)?.depends_on(attachment);
    let gateway = ec2::NatGateway::new()
        .allocation_id(address.allocation_id())
        .subnet_id(subnet)
        .tags([name_tag(scope)])
        .add("NATGateway", scope)?;
    for node in online {
        scope.options(gateway)?.depends_on(*node);
    }
    Ok(gateway)
}
