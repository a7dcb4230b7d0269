//! Blocks of IPv4 addresses.

use std::{fmt, net::Ipv4Addr, str::FromStr};

/// A block of IPv4 addresses, such as `10.0.0.0/16`.
///
/// ```
/// use ecomind_constructs::value::CidrBlock;
///
/// let vpc: CidrBlock = "10.0.0.0/16".parse()?;
/// let subnets: Vec<_> = vpc.subdivide(24).take(2).map(|block| block.to_string()).collect();
/// assert_eq!(subnets, ["10.0.0.0/24", "10.0.1.0/24"]);
/// assert_eq!(vpc.usable_addresses(), 65_531);
/// # Ok::<(), ecomind_constructs::value::CidrError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CidrBlock {
    first: u32,
    prefix: u8,
}

/// Why a text is not a block of addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CidrError {
    /// It does not look like `10.0.0.0/16`.
    Malformed {
        /// The text.
        given: String,
    },
    /// Its address is not the first of the block.
    Unaligned {
        /// The text.
        given: String,
        /// The block of that size that holds the address.
        aligned: CidrBlock,
    },
}

impl CidrBlock {
    /// Every address.
    pub const ANYWHERE: Self = Self { first: 0, prefix: 0 };

    /// The block of 2^(32 − `prefix`) addresses that begins at `first`; the prefix is 0 to 32.
    pub fn new(first: Ipv4Addr, prefix: u8) -> Result<Self, CidrError> {
        let given = format!("{first}/{prefix}");
        if 32 < prefix {
            return Err(CidrError::Malformed { given });
        }
        let first = u32::from(first);
        let aligned = Self { first: first & mask(prefix), prefix };
        if aligned.first == first {
            Ok(aligned)
        } else {
            Err(CidrError::Unaligned { given, aligned })
        }
    }

    /// The first address.
    #[must_use]
    pub fn first(self) -> Ipv4Addr {
        self.first.into()
    }

    /// The address that is `offset` after the first, if it is in the block.
    #[must_use]
    pub fn address(self, offset: u32) -> Option<Ipv4Addr> {
        (u64::from(offset) < self.addresses()).then(|| (self.first + offset).into())
    }

    /// How many leading bits the addresses share, 0 to 32.
    #[must_use]
    pub const fn prefix(self) -> u8 {
        self.prefix
    }

    /// How many addresses it has.
    #[must_use]
    pub const fn addresses(self) -> u64 {
        1 << (32 - self.prefix)
    }

    /// How many addresses a subnet of this size can use: AWS keeps five of each.
    ///
    /// See [Subnet CIDR blocks](https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
    #[must_use]
    pub const fn usable_addresses(self) -> u64 {
        self.addresses().saturating_sub(5)
    }

    /// Whether every address of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.prefix <= other.prefix && other.first & mask(self.prefix) == self.first
    }

    /// Whether any address is in both.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// Its parts of `prefix`, in order; none when `prefix` is shorter than its own or beyond 32.
    pub fn subdivide(self, prefix: u8) -> impl Iterator<Item = Self> {
        let fits = self.prefix <= prefix && prefix <= 32;
        let count = if fits { 1_u64 << (prefix - self.prefix) } else { 0 };
        // The start of the last part is at most the last address, so it fits 32 bits.
        (0..count).map(move |index| {
            let offset = u32::try_from(index << (32 - prefix)).unwrap_or(0);
            Self { first: self.first + offset, prefix }
        })
    }
}

const fn mask(prefix: u8) -> u32 {
    // Shifting a u32 by 32 overflows, and a /0 has no bits to keep.
    if prefix == 0 { 0 } else { u32::MAX << (32 - prefix) }
}

impl FromStr for CidrBlock {
    type Err = CidrError;

    fn from_str(text: &str) -> Result<Self, CidrError> {
        let malformed = || CidrError::Malformed { given: text.to_owned() };
        let (first, prefix) = text.split_once('/').ok_or_else(malformed)?;
        let first = first.parse().map_err(|_| malformed())?;
        let is_number = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = prefix
            .parse()
            .ok()
            .filter(|_| is_number)
            .ok_or_else(malformed)?;
        Self::new(first, prefix)
    }
}

impl fmt::Display for CidrBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first(), self.prefix)
    }
}

impl fmt::Display for CidrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { given } => write!(
                f,
                "must be an IPv4 address, a slash and a prefix of 0 to 32, such as 10.0.0.0/16, got {given:?}"
            ),
            Self::Unaligned { given, aligned } => {
                write!(f, "must begin at the first address of its block, {aligned}, got {given}")
            }
        }
    }
}

impl std::error::Error for CidrError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> CidrBlock {
        text.parse().unwrap()
    }

    #[test]
    fn rejects_what_is_not_a_block() {
        for text in ["", "10.0.0.0", "10.0.0/16", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.256/8"] {
            let error = text.parse::<CidrBlock>().unwrap_err();
            assert!(matches!(error, CidrError::Malformed { .. }), "{text}: {error}");
        }
    }

    #[test]
    fn rejects_a_block_that_is_not_aligned() {
        let error = "10.0.1.0/16".parse::<CidrBlock>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "must begin at the first address of its block, 10.0.0.0/16, got 10.0.1.0/16"
        );
    }

    #[test]
    fn blocks_overlap_when_one_holds_the_other() {
        assert!(block("10.0.0.0/16").contains(block("10.0.255.0/24")));
        assert!(block("10.0.255.0/24").overlaps(block("10.0.0.0/16")));
        assert!(!block("10.0.0.0/16").overlaps(block("10.1.0.0/16")));
        assert!(CidrBlock::ANYWHERE.contains(block("255.255.255.255/32")));
    }

    #[test]
    fn the_ends_of_the_address_space_divide_too() {
        assert_eq!(CidrBlock::ANYWHERE.subdivide(1).count(), 2);
        assert_eq!(CidrBlock::ANYWHERE.subdivide(1).last(), Some(block("128.0.0.0/1")));
        assert_eq!(
            block("255.255.255.0/24").subdivide(32).last(),
            Some(block("255.255.255.255/32"))
        );
        assert_eq!(block("10.0.0.0/24").subdivide(16).count(), 0);
        assert_eq!(block("10.0.0.0/24").address(255), Some([10, 0, 0, 255].into()));
        assert_eq!(block("10.0.0.0/24").address(256), None);
    }
}
