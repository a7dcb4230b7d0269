//! What exists in an account, whichever stack made it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A physical resource.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Thing {
    pub(crate) type_name: String,
    pub(crate) physical_id: String,
    pub(crate) properties: Value,
    pub(crate) attributes: Map<String, Value>,
    /// The values of the properties that identify it.
    pub(crate) identifier: Map<String, Value>,
    /// The stack that made it, as long as that stack has it.
    pub(crate) stack: Option<String>,
}

/// A version of an object in a bucket.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Object {
    pub(crate) key: String,
    pub(crate) version: String,
    /// The body in base 64; none for a mark of deletion.
    pub(crate) body: Option<String>,
    pub(crate) content_type: String,
    pub(crate) modified: crate::clock::Moment,
    pub(crate) etag: String,
}
