//! What was found.

use ecomind_constructs::SourceLocation;

use crate::cloudformation::Stack;

/// The drift of an environment.
#[derive(Debug)]
pub(crate) struct Drift {
    /// Every stack that was looked at, in order of deployment.
    pub(crate) stacks: Vec<StackDrift>,
    /// Entries of the list of accepted drift that accept nothing.
    pub(crate) unused: Vec<String>,
}

/// The drift of one stack.
#[derive(Debug)]
pub(crate) struct StackDrift {
    /// The id of the stack in the app.
    pub(crate) stack: String,
    pub(crate) resources: Vec<DriftedResource>,
    /// How many resources nobody can look at.
    pub(crate) unchecked: usize,
    /// Why some could not be looked at, where CloudFormation says so.
    pub(crate) reason: Option<String>,
    /// The stack as it was looked at, and its template.
    pub(super) deployed: (Stack, String),
}

/// A resource that is not as its stack believes.
#[derive(Debug)]
pub(crate) struct DriftedResource {
    pub(crate) logical_id: String,
    pub(crate) physical_id: String,
    pub(crate) resource_type: String,
    /// The construct, for what the app has.
    pub(crate) path: Option<String>,
    pub(crate) location: Option<SourceLocation>,
    /// Whether it is not there any more.
    pub(crate) is_deleted: bool,
    /// Why that is accepted.
    pub(crate) accepted: Option<String>,
    pub(crate) properties: Vec<DriftedProperty>,
}

/// A property that is not as the stack believes. Values that may be secret are masked.
#[derive(Debug)]
pub(crate) struct DriftedProperty {
    /// Such as `/Tags/0/Value`.
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) actual: String,
    /// Why that is accepted.
    pub(crate) accepted: Option<String>,
}

impl Drift {
    /// Whether there is something that nobody has accepted, or an entry that accepts nothing.
    pub(crate) fn has_findings(&self) -> bool {
        !self.unused.is_empty() || self.stacks.iter().any(StackDrift::is_drifted)
    }
}

impl StackDrift {
    /// Whether there is drift that nobody has accepted.
    pub(crate) fn is_drifted(&self) -> bool {
        self.resources.iter().any(|it| !it.is_accepted())
    }
}

impl DriftedResource {
    /// Whether all of it is accepted.
    pub(crate) fn is_accepted(&self) -> bool {
        if self.is_deleted {
            return self.accepted.is_some();
        }
        self.properties.iter().all(|it| it.accepted.is_some())
    }

    /// Whether some of it is accepted.
    pub(super) fn accepts_any(&self) -> bool {
        self.accepted.is_some() || self.properties.iter().any(|it| it.accepted.is_some())
    }

    /// What people call it.
    pub(crate) fn name(&self) -> &str {
        self.path.as_deref().unwrap_or(&self.logical_id)
    }
}
