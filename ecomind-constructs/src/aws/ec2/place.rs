//! Where instances with an address of their own are.

use std::net::Ipv4Addr;

use super::Subnet;

/// Where an instance is going to be.
#[derive(Debug, Clone)]
pub(in crate::aws) struct Place {
    pub(in crate::aws) subnet: Subnet,
    pub(in crate::aws) address: Ipv4Addr,
}

impl Place {
    /// In `subnet`, at this address or the usual one; otherwise the reason why not.
    pub(in crate::aws) fn new(subnet: &Subnet, address: Option<Ipv4Addr>) -> Result<Self, String> {
        let address = match address {
            Some(address) => checked(address, subnet)?,
            None => usual(subnet)?,
        };
        Ok(Self { subnet: subnet.clone(), address })
    }
}

/// What address an instance has in its subnet if nobody says another: far from those that AWS
/// gives out first, and from those that it keeps.
fn usual(subnet: &Subnet) -> Result<Ipv4Addr, String> {
    let address = subnet.cidr_block().and_then(|block| block.address(10));
    address.ok_or_else(|| {
        "must be given where the blocks of subnets are not known, such as in a VPC that exists \
         outside of the app"
            .to_owned()
    })
}

fn checked(address: Ipv4Addr, subnet: &Subnet) -> Result<Ipv4Addr, String> {
    let Some(block) = subnet.cidr_block() else { return Ok(address) };
    let offset = u32::from(address).checked_sub(u32::from(block.first()));
    let is_inside = |offset| block.address(offset) == Some(address);
    match offset {
        Some(0..4) => Err(format!("must not be one that AWS keeps in {block}, got {address}")),
        // The last address of a block is kept too.
        Some(offset) if is_inside(offset) && block.address(offset + 1).is_some() => Ok(address),
        _ => Err(format!("must be in {block}, its subnet, got {address}")),
    }
}
