//! How requests and answers look on the wire.

mod input;
pub(crate) mod xml;

pub(crate) use self::input::Input;
