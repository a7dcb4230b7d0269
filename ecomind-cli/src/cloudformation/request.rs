//! What is asked for.

use std::collections::BTreeMap;

/// A change set to make.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of CloudFormation")]
pub(crate) struct ChangeSetRequest {
    pub(crate) stack: String,
    pub(crate) name: String,
    /// Whether the stack is not there yet.
    pub(crate) creates: bool,
    pub(crate) template: TemplateSource,
    /// None keeps the value that the stack has.
    pub(crate) parameters: BTreeMap<String, Option<String>>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) capabilities: Vec<&'static str>,
    pub(crate) role_arn: Option<String>,
    pub(crate) notification_arns: Vec<String>,
    pub(crate) rollback_alarms: Vec<String>,
    pub(crate) monitoring_minutes: Option<u32>,
    /// Whether to be done when everything is configured, instead of when it is stable.
    pub(crate) express: bool,
    /// Whether what was made stays when a creation or update fails.
    pub(crate) keeps_failure: bool,
    /// Resources that exist and join the stack. With any, nothing else may change.
    pub(crate) imports: Vec<ResourceImport>,
    /// Whether resources with names of their own that exist join the stack instead of failing it.
    pub(crate) imports_existing: bool,
    /// Whether what has drifted is set back.
    pub(crate) reverts_drift: bool,
}

/// A resource that exists and joins a stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ResourceImport {
    pub(crate) logical_id: String,
    pub(crate) resource_type: String,
    /// The properties that identify it, and their values.
    pub(crate) identifier: BTreeMap<String, String>,
}

/// Where a template is.
#[derive(Debug, Clone)]
pub(crate) enum TemplateSource {
    /// In the request.
    Inline(String),
    /// In a bucket.
    Url(String),
}

/// A change set to execute.
#[derive(Debug, Clone)]
pub(crate) struct Execution {
    pub(crate) stack: String,
    pub(crate) change_set: String,
    /// Marks the events, and keeps CloudFormation from doing it twice.
    pub(crate) token: String,
    pub(crate) keeps_failure: bool,
}

/// A stack to delete.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeleteRequest {
    pub(crate) stack: String,
    pub(crate) token: String,
    /// Logical ids of what stays. CloudFormation takes them only after a deletion has failed.
    pub(crate) retain: Vec<String>,
    pub(crate) role_arn: Option<String>,
    pub(crate) express: bool,
    /// Whether what can't be deleted is left behind. CloudFormation takes that only after a
    /// deletion has failed.
    pub(crate) forces: bool,
}

/// A stack to take back to the last state that was whole.
#[derive(Debug, Clone, Default)]
pub(crate) struct RollbackRequest {
    pub(crate) stack: String,
    pub(crate) token: String,
    /// Logical ids that stay as they are. Only a way back that failed takes them.
    pub(crate) skip: Vec<String>,
    pub(crate) role_arn: Option<String>,
}

impl Default for TemplateSource {
    fn default() -> Self {
        Self::Inline(String::new())
    }
}
