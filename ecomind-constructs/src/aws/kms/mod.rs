//! Key Management Service: the keys that data is encrypted with.

mod key;

pub use self::key::{Key, KeyBuilder};
