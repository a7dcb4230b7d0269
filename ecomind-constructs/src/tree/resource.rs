//! What every type of resource has in common.

use std::borrow::Cow;

use crate::{Result, value::Properties};

use super::{Ref, ResourceOptions, Scope, node::Kind};

/// A resource that is not in the tree yet.
///
/// The generated types of [`cfn`](crate::cfn) implement it; [`RawResource`](super::RawResource)
/// is for types that they lack.
pub trait Resource: Sized {
    /// The type of what `Ref` gives.
    type Reference: ?Sized;

    /// The type's name, such as `AWS::S3::Bucket`.
    fn type_name(&self) -> Cow<'static, str>;

    /// Which property holds tags, and in what shape.
    fn tagging(&self) -> Tagging;

    /// The properties alone.
    fn into_properties(self) -> Properties;

    /// The resource that has these properties, for [`Scope::modify`].
    fn from_properties(type_name: &str, properties: Properties) -> Self;

    /// Places the resource in `scope`.
    #[track_caller]
    fn add(self, id: impl Into<String>, scope: &mut Scope<'_>) -> Result<Ref<Self>> {
        let data = ResourceData {
            type_name: self.type_name(),
            tagging: self.tagging(),
            properties: self.into_properties(),
            options: None,
        };
        scope
            .insert(id.into(), Kind::Resource(Box::new(data)))
            .map(Ref::new)
    }
}

/// Which property holds tags, and in what shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tagging {
    /// The type takes no tags.
    None,
    /// A list of `Key` and `Value`.
    List(&'static str),
    /// The same with `PropagateAtLaunch`, as Auto Scaling groups have it.
    AutoScalingGroup(&'static str),
    /// A map from key to value.
    Map(&'static str),
}

#[derive(Debug)]
pub(crate) struct ResourceData {
    pub(crate) type_name: Cow<'static, str>,
    pub(crate) tagging: Tagging,
    pub(crate) properties: Properties,
    /// Most resources have none, and an app may have tens of thousands.
    pub(super) options: Option<Box<ResourceOptions>>,
}

impl ResourceData {
    pub(crate) fn options(&self) -> &ResourceOptions {
        static NONE: ResourceOptions = ResourceOptions::none();
        self.options.as_deref().unwrap_or(&NONE)
    }
}
