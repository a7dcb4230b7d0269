//! Single nodes.

use std::net::Ipv4Addr;

use crate::{
    aws::ec2::{Place, Subnet},
    cfn::ec2 as cfn,
    tree::Ref,
};

/// A broker of a [`Redpanda`](super::Redpanda) cluster: an instance, and the two things that stay
/// when it is started anew.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    pub(super) address: Ipv4Addr,
    pub(super) instance: Ref<cfn::Instance>,
    pub(super) volume: Ref<cfn::Volume>,
    pub(super) interface: Ref<cfn::NetworkInterface>,
}

impl Node {
    /// Its address, always the same.
    #[must_use]
    pub fn address(self) -> Ipv4Addr {
        self.address
    }

    /// The instance itself, for alarms and to set what this construct has no method for.
    #[must_use]
    pub fn instance(self) -> Ref<cfn::Instance> {
        self.instance
    }

    /// The volume with its data.
    #[must_use]
    pub fn volume(self) -> Ref<cfn::Volume> {
        self.volume
    }

    /// The network interface that has its address.
    #[must_use]
    pub fn interface(self) -> Ref<cfn::NetworkInterface> {
        self.interface
    }
}

/// One place for each node: its subnet and an address in it, or the setter and the reason why not.
pub(super) fn places(
    nodes: usize,
    subnets: &[Subnet],
    addresses: &[Ipv4Addr],
) -> Result<Vec<Place>, (&'static str, String)> {
    if !matches!(nodes, 1 | 3) {
        let reason = format!("must be 1 or 3, which agree by majority, got {nodes}");
        return Err(("nodes", reason));
    }
    if subnets.len() < nodes {
        let reason = format!("must be one for each of the {nodes} nodes, got {}", subnets.len());
        return Err(("subnets", reason));
    }
    if !addresses.is_empty() && addresses.len() != nodes {
        let reason = format!("must be one for each of the {nodes} nodes, got {}", addresses.len());
        return Err(("addresses", reason));
    }
    let mut places: Vec<Place> = Vec::new();
    for (index, subnet) in subnets.iter().take(nodes).enumerate() {
        let zone = subnet.availability_zone_id();
        if places
            .iter()
            .any(|place| place.subnet.availability_zone_id() == zone)
        {
            return Err(("subnets", format!("must be in zones of their own, got {zone:?} twice")));
        }
        let place = Place::new(subnet, addresses.get(index).copied());
        places.push(place.map_err(|reason| ("addresses", reason))?);
    }
    Ok(places)
}
