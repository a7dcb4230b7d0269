//! Ranges of addresses.

use std::net::Ipv4Addr;

/// The first and the last address.
pub(in crate::rules) type Range = (u32, u32);

pub(in crate::rules) fn parse(text: &str) -> Option<Range> {
    let (address, bits) = text.split_once('/')?;
    let first = address.parse::<Ipv4Addr>().ok()?.to_bits();
    let bits = bits.parse::<u32>().ok().filter(|bits| *bits <= 32)?;
    let size = u32::MAX.checked_shr(bits).unwrap_or(0);
    Some((first, first.saturating_add(size)))
}

pub(in crate::rules) fn contains(outer: Range, inner: Range) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

pub(in crate::rules) fn overlap(one: Range, other: Range) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_and_overlap() {
        let range = |text| parse(text).unwrap();
        assert!(contains(range("10.0.0.0/16"), range("10.0.255.0/24")));
        assert!(!contains(range("10.0.0.0/16"), range("10.1.0.0/24")));
        assert!(overlap(range("10.0.0.0/24"), range("10.0.0.128/25")));
        assert!(!overlap(range("10.0.0.0/24"), range("10.0.1.0/24")));
        assert!(contains(range("0.0.0.0/0"), range("255.255.255.255/32")));
    }
}
