//! How to deploy.

use std::{collections::BTreeMap, time::Duration};

use crate::assumptions::Assumptions;

/// How to deploy, as far as the app doesn't say it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub(crate) struct Settings {
    /// The name of the environment.
    pub(crate) environment: String,
    /// When to ask before anything is changed.
    pub(crate) approval: Approval,
    /// Whether the answer is yes.
    pub(crate) is_approved: bool,
    /// Stateful resources that may be replaced or deleted: `Stack.LogicalId`.
    pub(crate) allow_replace: Vec<String>,
    /// How many stacks are deployed side by side.
    pub(crate) concurrency: usize,
    pub(crate) on_busy: OnBusy,
    /// How long to watch. What runs then runs on.
    pub(crate) timeout: Option<Duration>,
    /// The role that CloudFormation works with.
    pub(crate) role_arn: Option<String>,
    /// Topics that are told of every event.
    pub(crate) notification_arns: Vec<String>,
    /// Tags of every stack, beside those of the app.
    pub(crate) tags: BTreeMap<String, String>,
    /// Values of parameters: the stack or every stack, the name, the value.
    pub(crate) parameters: Vec<(Option<String>, String, String)>,
    /// Whether to be done when everything is configured, instead of when it is stable.
    pub(crate) express: bool,
    /// Whether what was made stays when a deployment fails.
    pub(crate) keeps_failure: bool,
    /// Whether resources with names of their own that exist join their stack.
    pub(crate) imports_existing: bool,
    /// Alarms that roll a deployment back.
    pub(crate) rollback_alarms: Vec<String>,
    /// How long the alarms are watched after the last resource is done.
    pub(crate) monitoring_minutes: Option<u32>,
    /// The bucket of large templates, instead of ours.
    pub(crate) bucket: Option<String>,
    /// What is assumed for estimates of the cost.
    pub(crate) assumptions: Assumptions,
}

/// When to ask before anything is changed. Each asks for what the one before asks for, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Approval {
    Never,
    /// When something is deleted, or data is lost.
    Destructive,
    /// When more may be done or reached than before.
    Broadening,
    AnyChange,
}

/// What to do about a stack that something else is changing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnBusy {
    Wait,
    Fail,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            environment: String::new(),
            approval: Approval::AnyChange,
            is_approved: false,
            allow_replace: Vec::new(),
            concurrency: 4,
            on_busy: OnBusy::Wait,
            timeout: None,
            role_arn: None,
            notification_arns: Vec::new(),
            tags: BTreeMap::new(),
            parameters: Vec::new(),
            express: false,
            keeps_failure: false,
            imports_existing: false,
            rollback_alarms: Vec::new(),
            monitoring_minutes: None,
            bucket: None,
            assumptions: Assumptions::new(),
        }
    }
}
