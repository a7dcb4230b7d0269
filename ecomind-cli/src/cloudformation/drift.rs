//! Where resources are not as their stack believes.

/// How far a search for drift is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Detection {
    InProgress,
    /// Over. A reason says which resources could not be looked at.
    Over {
        reason: Option<String>,
    },
}

/// What the last search found about one resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ResourceDrift {
    pub(crate) logical_id: String,
    pub(crate) physical_id: String,
    pub(crate) resource_type: String,
    /// `IN_SYNC`, `MODIFIED`, `DELETED` or `NOT_CHECKED`.
    pub(crate) status: String,
    pub(crate) differences: Vec<PropertyDrift>,
}

/// A property that is not as the stack believes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PropertyDrift {
    /// Such as `/Tags/0/Value`.
    pub(crate) path: String,
    /// As text or JSON; `null` for a property that the stack doesn't set.
    pub(crate) expected: String,
    pub(crate) actual: String,
}

impl ResourceDrift {
    /// Whether it is not as the stack believes.
    pub(crate) fn is_drifted(&self) -> bool {
        matches!(self.status.as_str(), "MODIFIED" | "DELETED")
    }
}
