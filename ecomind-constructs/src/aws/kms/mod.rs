//! Key Management Service: the keys that data is encrypted with.

mod key;
mod key_grants;

pub use self::key::{Key, KeyBuilder};
