//! Patterns: several constructs, one intention.
//!
//! They are made of what [`aws`](crate::aws) has, and know no resource type.

mod streaming;

pub use self::streaming::Streaming;
