//! `Fn::Cidr`.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::scope::Result;

/// `count` blocks with `bits` bits for hosts, from the start of `block`.
pub(crate) fn subnets(block: &str, count: u32, bits: u32) -> Result<Vec<String>> {
    let invalid = || format!("Template error: {block} is not a valid CIDR block");
    let (address, prefix) = block.split_once('/').ok_or_else(invalid)?;
    let prefix: u32 = prefix.parse().map_err(|_| invalid())?;
    let (width, start) = if let Ok(address) = address.parse::<Ipv4Addr>() {
        (32, u128::from(u32::from(address)))
    } else {
        (128, u128::from(address.parse::<Ipv6Addr>().map_err(|_| invalid())?))
    };
    let room = width - prefix.min(width);
    if room < bits || (room - bits < 32 && 1_u64 << (room - bits) < u64::from(count)) {
        return Err(format!(
            "Template error: Fn::Cidr cannot make {count} blocks of {bits} bits in {block}"
        ));
    }
    let start = if room == 128 { 0 } else { start >> room << room };
    let write = |index: u32| {
        let address = start + (u128::from(index) << bits);
        let length = width - bits;
        match u32::try_from(address).ok().filter(|_| width == 32) {
            Some(address) => format!("{}/{length}", Ipv4Addr::from(address)),
            None => format!("{}/{length}", Ipv6Addr::from(address)),
        }
    };
    Ok((0..count).map(write).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_each_other() {
        let blocks = subnets("10.0.0.0/16", 3, 8).unwrap();
        assert_eq!(blocks, ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]);
        assert_eq!(subnets("fd00::/56", 2, 64).unwrap(), ["fd00::/64", "fd00:0:0:1::/64"]);
    }

    #[test]
    fn rejects_more_blocks_than_fit() {
        assert!(subnets("10.0.0.0/24", 3, 7).is_err());
        assert!(subnets("10.0.0.0", 1, 7).is_err());
    }
}
