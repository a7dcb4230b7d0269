//! What happens, as it happens.

use serde_json::{Value, json};

/// One thing that happened in a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A stack is as the app wants it: nothing is to be done.
    Unchanged { stack: String },
    /// Something else is changing a stack, and we wait for it.
    Waiting { stack: String, status: String },
    /// A change set is made.
    Reviewing { stack: String, change_set: String },
    /// A change set is executed, or a stack is deleted.
    Started { stack: String, operation: &'static str, resources: usize },
    /// A resource, or the stack itself, has a new status.
    Resource(ResourceEvent),
    /// The stack is done.
    Finished { stack: String, status: String, is_success: bool, milliseconds: u128 },
    /// What is wrong with a stack, and what leads out of it.
    Remedy { stack: String, status: String, why: Vec<String>, steps: Vec<String> },
    /// Something else worth a line.
    Note { stack: String, text: String },
}

/// A resource has a new status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ResourceEvent {
    pub(crate) stack: String,
    pub(crate) logical_id: String,
    pub(crate) resource_type: String,
    /// The construct, where the app has one.
    pub(crate) path: Option<String>,
    pub(crate) status: String,
    pub(crate) reason: Option<String>,
    /// Milliseconds since 1970.
    pub(crate) time: i64,
    /// Whether it is the stack itself.
    pub(crate) is_stack: bool,
}

impl Event {
    /// One line of `--json`.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Unchanged { stack } => json!({"event": "unchanged", "stack": stack}),
            Self::Waiting { stack, status } => {
                json!({"event": "waiting", "stack": stack, "status": status})
            }
            Self::Reviewing { stack, change_set } => {
                json!({"event": "changeSet", "stack": stack, "changeSet": change_set})
            }
            Self::Started { stack, operation, resources } => json!({
                "event": "started", "stack": stack, "operation": operation, "resources": resources,
            }),
            Self::Resource(it) => json!({
                "event": "resource",
                "stack": it.stack,
                "logicalId": it.logical_id,
                "type": it.resource_type,
                "path": it.path,
                "status": it.status,
                "reason": it.reason,
                "time": it.time,
            }),
            Self::Finished { stack, status, is_success, milliseconds } => json!({
                "event": "finished",
                "stack": stack,
                "status": status,
                "ok": is_success,
                "milliseconds": u64::try_from(*milliseconds).unwrap_or(u64::MAX),
            }),
            Self::Remedy { stack, status, why, steps } => json!({
                "event": "remedy", "stack": stack, "status": status, "why": why, "steps": steps,
            }),
            Self::Note { stack, text } => json!({"event": "note", "stack": stack, "text": text}),
        }
    }
}
