//! Amounts of memory and storage.

use std::fmt;

/// An amount of memory or storage in whole mebibytes, which says its unit where it is made.
///
/// ```
/// use ecomind_constructs::value::Size;
///
/// assert_eq!(Size::gibibytes(2).as_mebibytes(), 2048);
/// assert_eq!(Size::mebibytes(512).as_gibibytes(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size {
    mebibytes: u64,
}

impl Size {
    /// So many mebibytes (2²⁰ bytes).
    #[must_use]
    pub const fn mebibytes(mebibytes: u32) -> Self {
        Self { mebibytes: mebibytes as u64 }
    }

    /// So many gibibytes (2³⁰ bytes), which most of AWS calls GB.
    #[must_use]
    pub const fn gibibytes(gibibytes: u32) -> Self {
        Self { mebibytes: gibibytes as u64 * 1024 }
    }

    /// The whole of it in mebibytes.
    #[must_use]
    pub const fn as_mebibytes(self) -> u64 {
        self.mebibytes
    }

    /// In gibibytes, if it is whole gibibytes.
    #[must_use]
    pub const fn as_gibibytes(self) -> Option<u64> {
        if self.mebibytes.is_multiple_of(1024) { Some(self.mebibytes / 1024) } else { None }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_gibibytes() {
            Some(gibibytes) if 0 < gibibytes => write!(f, "{gibibytes} GiB"),
            _ => write!(f, "{} MiB", self.mebibytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_in_the_largest_whole_unit() {
        let texts =
            [Size::mebibytes(0), Size::mebibytes(1536), Size::gibibytes(20)].map(|s| s.to_string());
        assert_eq!(texts, ["0 MiB", "1536 MiB", "20 GiB"]);
    }
}
