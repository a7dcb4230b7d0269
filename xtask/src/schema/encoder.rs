//! Bytes, in the few forms that the file has.

#[derive(Debug, Default)]
pub(crate) struct Encoder(Vec<u8>);

impl Encoder {
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// A number of four bytes.
    pub(crate) fn fixed(&mut self, value: usize) {
        let value = u32::try_from(value).expect("the file stays far below 4 GiB");
        self.bytes(&value.to_le_bytes());
    }

    /// A number of as many bytes as it needs.
    pub(crate) fn number(&mut self, mut value: u64) {
        loop {
            let low = u8::try_from(value & 0x7f).expect("seven bits fit");
            value >>= 7;
            self.0.push(if value == 0 { low } else { low | 0x80 });
            if value == 0 {
                return;
            }
        }
    }

    pub(crate) fn count(&mut self, value: usize) {
        self.number(u64::try_from(value).expect("usize fits into 64 bits"));
    }

    pub(crate) fn float(&mut self, value: f64) {
        self.bytes(&value.to_le_bytes());
    }

    /// A block that a reader can skip.
    pub(crate) fn block(&mut self, block: &Encoder) {
        self.count(block.0.len());
        self.bytes(&block.0);
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_as_many_bytes_as_they_need() {
        let mut out = Encoder::default();
        out.number(127);
        out.number(128);
        out.number(300);
        assert_eq!(out.finish(), [127, 0x80, 1, 0xac, 2]);
    }
}
