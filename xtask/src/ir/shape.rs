//! The type of one value, and what limits it.

use serde::{Deserialize, Serialize};

/// What a value is.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// Free-form: a policy document, or a value of several types.
    #[default]
    Json,
    String,
    Integer,
    Number,
    Boolean,
    Timestamp,
    /// A tag: `Key` and `Value`.
    Tag,
    List(Box<Shape>),
    Map(Box<Shape>),
    /// A property type of the same resource, by name.
    Object(String),
    /// One of several kinds.
    Union(Vec<Shape>),
}

/// What a value is, and what limits it.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Shape {
    pub(crate) kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) format: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) values: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) any_case: bool,
    /// Of a string's characters, a list's items or a map's entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) min_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) minimum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) maximum: Option<f64>,
    /// No item may occur twice.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unique: bool,
    /// The order of the items means nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unordered: bool,
}

impl Shape {
    /// A shape without limits.
    pub(crate) fn of(kind: Kind) -> Self {
        Self { kind, ..Self::default() }
    }
}
