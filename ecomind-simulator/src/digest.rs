//! Ids that look random and never are: digests of what they stand for.

use sha2::{Digest as _, Sha256};

/// The first `length` hexadecimal digits, at most 64.
pub(crate) fn hex(parts: &[&str], length: usize) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or_default();
    let digits = |byte: u8| [digit(byte >> 4), digit(byte & 15)];
    let mut text: String = bytes(parts).into_iter().flat_map(digits).collect();
    text.truncate(length);
    text
}

/// Letters and digits in upper case, as at the end of generated names.
pub(crate) fn suffix(parts: &[&str], length: usize) -> String {
    const LETTERS: &[u8; 36] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let letters = bytes(parts).into_iter().take(length);
    letters
        .map(|byte| char::from(LETTERS[usize::from(byte) % 36]))
        .collect()
}

pub(crate) fn uuid(parts: &[&str]) -> String {
    let hex = hex(parts, 32);
    format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// A number below `limit`.
pub(crate) fn number(parts: &[&str], limit: u64) -> u64 {
    let bytes = bytes(parts);
    let number = bytes[..8]
        .iter()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    number % limit
}

fn bytes(parts: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_ids() {
        assert_eq!(uuid(&["a", "b"]), "8fb20ef6-3ced-4145-8c2e-983ffe597d1d");
        assert_ne!(hex(&["ab", ""], 8), hex(&["a", "b"], 8));
        assert_eq!(suffix(&["a"], 12).len(), 12);
        assert!(number(&["a"], 10) < 10);
    }
}
