//! Ranges of addresses.

use std::net::IpAddr;

/// A range of addresses, such as `10.0.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cidr {
    bits: u128,
    length: u32,
    is_v6: bool,
}

impl Cidr {
    /// Reads a range.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.trim().split_once('/')?;
        let length: u32 = length.parse().ok()?;
        let (bits, is_v6, longest) = match address.parse().ok()? {
            IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, false, 32),
            IpAddr::V6(address) => (address.to_bits(), true, 128),
        };
        (length <= longest).then(|| Self { bits: bits & mask(length), length, is_v6 })
    }

    /// Whether all addresses of another range are in this one.
    pub(super) fn covers(self, other: Self) -> bool {
        self.is_v6 == other.is_v6
            && self.length <= other.length
            && other.bits & mask(self.length) == self.bits
    }

    /// Whether it is every address there is.
    pub(super) fn is_everything(self) -> bool {
        self.length == 0
    }
}

fn mask(length: u32) -> u128 {
    u128::MAX.checked_shl(128 - length).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_smaller_ones() {
        let covers = |one: &str, other: &str| {
            Cidr::parse(one)
                .unwrap()
                .covers(Cidr::parse(other).unwrap())
        };
        assert!(covers("10.0.0.0/8", "10.1.2.0/24") && covers("0.0.0.0/0", "1.2.3.4/32"));
        assert!(!covers("10.0.0.0/24", "10.0.0.0/16") && !covers("10.0.0.0/8", "11.0.0.0/8"));
        assert!(covers("::/0", "2001:db8::/32") && !covers("0.0.0.0/0", "::/0"));
        assert!(covers("10.0.0.7/8", "10.9.0.0/16") && covers("1.2.3.4/32", "1.2.3.4/32"));
        assert_eq!(Cidr::parse("10.0.0.0/33"), None);
        assert_eq!(Cidr::parse("${Vpc.CidrBlock}"), None);
    }
}
