//! Reads numbers and blocks in a row.

use super::Strings;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reader(&'static [u8]);

impl Reader {
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Where it reads: nothing else has the same place and length.
    pub(super) fn place(self) -> (usize, usize) {
        (self.0.as_ptr().addr(), self.0.len())
    }

    pub(super) fn number(&mut self) -> u64 {
        let mut value = 0;
        let mut shift = 0;
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        value
    }

    /// A number that points into a table.
    pub(super) fn index(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or_default()
    }

    pub(super) fn float(&mut self) -> f64 {
        let Some((bytes, rest)) = self.0.split_first_chunk() else { return 0.0 };
        self.0 = rest;
        f64::from_le_bytes(*bytes)
    }

    pub(super) fn string(&mut self) -> &'static str {
        super::file::string(self.index())
    }

    pub(super) fn block(&mut self) -> Self {
        let length = self.index() as usize;
        let (block, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        Self(block)
    }

    pub(super) fn strings(&mut self) -> Strings {
        Strings::new(self.block())
    }
}
