//! What happened, as `DescribeStackEvents` and `DescribeEvents` tell it.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;

use super::OperationKind;

/// Something that happened to a stack, a resource or a change set.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) logical_id: String,
    pub(crate) physical_id: String,
    pub(crate) type_name: String,
    pub(crate) time: Moment,
    pub(crate) status: String,
    pub(crate) reason: Option<String>,
    pub(crate) properties: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) operation: Option<(OperationKind, String)>,
    /// Set when the event is a finding of validation, which only `DescribeEvents` shows.
    pub(crate) finding: Option<Finding>,
    /// The change set that it belongs to.
    pub(crate) change_set: Option<String>,
}

/// What validation says before anything is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) logical_id: String,
    /// Such as `PROPERTY_VALIDATION`.
    pub(crate) name: String,
    /// `FAIL` or `WARN`.
    pub(crate) mode: String,
    pub(crate) reason: String,
    /// Such as `/Resources/Queue/Properties/DelaySecond`.
    pub(crate) path: String,
}
