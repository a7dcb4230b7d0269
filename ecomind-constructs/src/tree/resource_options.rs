//! What every resource can say beside its properties.

use std::borrow::Cow;

use crate::{
    name::NodeId,
    value::{Expr, IntoValue, Properties},
};

use super::{Condition, CreationPolicy, Ref, UpdatePolicy};

/// The [resource attributes], which every type of resource has.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::tree::RawResource;
///
/// # let mut app = App::new();
/// # let mut stack = app.stack("Test")?;
/// let queue = RawResource::new("AWS::SQS::Queue").add("Queue", &mut stack)?;
/// stack.options(queue)?
///     .deletion_policy(DeletionPolicy::Retain)
///     .update_replace_policy(UpdateReplacePolicy::Retain);
/// # Ok::<(), Error>(())
/// ```
///
/// [resource attributes]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/resource-attribute-reference.html
#[derive(Debug, Clone, Default)]
pub struct ResourceOptions {
    pub(crate) condition: Option<NodeId>,
    pub(crate) depends_on: Vec<NodeId>,
    pub(crate) deletion_policy: Option<DeletionPolicy>,
    pub(crate) update_replace_policy: Option<UpdateReplacePolicy>,
    pub(crate) creation_policy: Option<CreationPolicy>,
    pub(crate) update_policy: Option<UpdatePolicy>,
    pub(crate) metadata: Properties,
    pub(crate) attributes: Properties,
    pub(crate) logical_id: Option<String>,
    pub(crate) for_each: Option<ForEach>,
    pub(crate) adopt: Vec<(String, String)>,
}

/// What becomes of a resource that leaves the stack, or whose stack is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeletionPolicy {
    /// It is deleted.
    Delete,
    /// It stays, and belongs to no stack.
    Retain,
    /// It stays, unless the operation that created it is rolled back.
    RetainExceptOnCreate,
    /// It is deleted after a last snapshot, where the type has snapshots.
    Snapshot,
}

/// What becomes of the old resource when an update replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UpdateReplacePolicy {
    /// It is deleted.
    Delete,
    /// It stays, and belongs to no stack.
    Retain,
    /// It is deleted after a last snapshot, where the type has snapshots.
    Snapshot,
}

/// One resource for each item of a list: `Fn::ForEach` in the `Resources` of a template.
#[derive(Debug, Clone)]
pub struct ForEach {
    pub(crate) variable: String,
    pub(crate) items: Expr,
    pub(crate) logical_id: String,
}

impl ForEach {
    /// Repeats for each of `items`; `logical_id` and the properties use the current one as
    /// `${variable}`.
    pub fn new(
        variable: impl Into<String>,
        items: impl IntoValue<Vec<String>>,
        logical_id: impl Into<String>,
    ) -> Self {
        Self {
            variable: variable.into(),
            items: items.into_value().into_expr(),
            logical_id: logical_id.into(),
        }
    }
}

impl ResourceOptions {
    pub(super) const fn none() -> Self {
        Self {
            condition: None,
            depends_on: Vec::new(),
            deletion_policy: None,
            update_replace_policy: None,
            creation_policy: None,
            update_policy: None,
            metadata: Properties::new(),
            attributes: Properties::new(),
            logical_id: None,
            for_each: None,
            adopt: Vec::new(),
        }
    }

    /// Creates the resource only where the condition holds.
    pub fn condition(&mut self, condition: Ref<Condition>) -> &mut Self {
        self.condition = Some(condition.node());
        self
    }

    /// Creates the resource after everything in another, where no reference says so already.
    pub fn depends_on(&mut self, other: impl Into<NodeId>) -> &mut Self {
        self.depends_on.push(other.into());
        self
    }

    /// What becomes of it when it leaves the stack.
    pub fn deletion_policy(&mut self, policy: DeletionPolicy) -> &mut Self {
        self.deletion_policy = Some(policy);
        self
    }

    /// What becomes of the old one when an update replaces it.
    pub fn update_replace_policy(&mut self, policy: UpdateReplacePolicy) -> &mut Self {
        self.update_replace_policy = Some(policy);
        self
    }

    /// What CloudFormation waits for before the resource counts as created.
    pub fn creation_policy(&mut self, policy: CreationPolicy) -> &mut Self {
        self.creation_policy = Some(policy);
        self
    }

    /// How CloudFormation updates the resource, where its type has a choice.
    pub fn update_policy(&mut self, policy: UpdatePolicy) -> &mut Self {
        self.update_policy = Some(policy);
        self
    }

    /// Says something about the resource that AWS ignores.
    pub fn metadata(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Expr>,
    ) -> &mut Self {
        self.metadata.set(name, value);
        self
    }

    /// Sets an attribute that has no method here.
    pub fn attribute(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<Expr>,
    ) -> &mut Self {
        self.attributes.set(name, value);
        self
    }

    /// Gives the resource this logical id instead of the one that follows from its path.
    pub fn logical_id(&mut self, logical_id: impl Into<String>) -> &mut Self {
        self.logical_id = Some(logical_id.into());
        self
    }

    /// Takes over a resource that exists, by the properties that identify it: the first deployment
    /// lets it join the stack before it does anything else. Once it is there, this does nothing.
    ///
    /// CloudFormation does not compare it with what the app says of it; `drift` does.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    /// use ecomind_constructs::tree::RawResource;
    ///
    /// # let mut app = App::new();
    /// # let mut stack = app.stack("Test")?;
    /// let reports = RawResource::new("AWS::S3::Bucket").add("Reports", &mut stack)?;
    /// stack.options(reports)?.adopt([("BucketName", "reports-of-2019")]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// CloudFormation: [resource import](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources.html)
    pub fn adopt<N: Into<String>, V: Into<String>>(
        &mut self,
        identifier: impl IntoIterator<Item = (N, V)>,
    ) -> &mut Self {
        let identifier = identifier.into_iter();
        self.adopt = identifier
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        self
    }

    /// Makes one resource for each item of a list.
    pub fn for_each(&mut self, for_each: ForEach) -> &mut Self {
        self.for_each = Some(for_each);
        self
    }
}

impl DeletionPolicy {
    /// The name that templates use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Retain => "Retain",
            Self::RetainExceptOnCreate => "RetainExceptOnCreate",
            Self::Snapshot => "Snapshot",
        }
    }
}

impl UpdateReplacePolicy {
    /// The name that templates use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Retain => "Retain",
            Self::Snapshot => "Snapshot",
        }
    }
}
