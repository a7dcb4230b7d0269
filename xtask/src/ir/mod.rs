//! The merged schemas of all resource types: what the generators read.
//!
//! Written by `fetch-spec` from two public packages, and committed, so that
//! generating needs no network and gives the same bytes on every machine.

mod shape;
mod store;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use shape::{Kind, Shape};
pub(crate) use store::{read, write};

/// Everything known about every resource type.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Ir {
    /// The packages that it was made from.
    pub(crate) sources: Vec<Source>,
    /// Regions whose resource types are known; [`ResourceType::regions`] points here.
    pub(crate) regions: Vec<String>,
    /// By name, such as `AWS::S3::Bucket`.
    pub(crate) resources: BTreeMap<String, ResourceType>,
}

/// One package that data came from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Source {
    pub(crate) package: String,
    pub(crate) version: String,
    pub(crate) sha256: String,
    pub(crate) licence: String,
    /// The day of the data, not of the download.
    pub(crate) date: String,
}

/// One resource type.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ResourceType {
    /// The resource's own properties.
    pub(crate) object: ObjectType,
    /// The property types below it, by name.
    pub(crate) types: BTreeMap<String, ObjectType>,
    /// What `Fn::GetAtt` returns, by attribute name.
    pub(crate) attributes: BTreeMap<String, Attribute>,
    /// The properties that together identify one resource.
    pub(crate) primary_identifier: Vec<String>,
    /// The properties that `Ref` returns; empty where nothing is known.
    pub(crate) reference: Vec<String>,
    /// Paths such as `Endpoint/Port`; a list's items are `*`.
    pub(crate) create_only: Vec<String>,
    pub(crate) conditional_create_only: Vec<String>,
    pub(crate) read_only: Vec<String>,
    pub(crate) write_only: Vec<String>,
    pub(crate) deprecated: Vec<String>,
    pub(crate) tagging: Option<Tagging>,
    /// IAM actions by handler: `create`, `read`, `update`, `delete`, `list`.
    pub(crate) permissions: BTreeMap<String, Vec<String>>,
    /// Deleting it loses data.
    pub(crate) stateful: bool,
    /// Replacing it deletes the old one first.
    pub(crate) delete_before_create: bool,
    /// `sunset 2026-10-01` and the like, when the service is going away.
    pub(crate) lifecycle: Option<String>,
    /// Indices into [`Ir::regions`].
    pub(crate) regions: Vec<u8>,
}

impl ResourceType {
    /// The property types that some property takes; others are only parts of attributes.
    pub(crate) fn reachable_types(&self) -> impl Iterator<Item = (&str, &ObjectType)> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![&self.object];
        while let Some(object) = waiting.pop() {
            for property in object.properties.values() {
                let mut shape = &property.shape;
                while let Kind::List(inner) | Kind::Map(inner) = &shape.kind {
                    shape = inner;
                }
                if let Kind::Object(name) = &shape.kind
                    && let Some(object) = self.types.get(name)
                    && found.insert(name.as_str(), object).is_none()
                {
                    waiting.push(object);
                }
            }
        }
        found.into_iter()
    }
}

/// A resource or a property type: an object with named properties.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ObjectType {
    pub(crate) docs: String,
    pub(crate) properties: BTreeMap<String, Property>,
    pub(crate) rules: Vec<Rule>,
    /// Takes other properties than those listed.
    pub(crate) open: bool,
}

/// One property of an object.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Property {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) docs: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) required: bool,
    #[serde(skip_serializing_if = "Replacement::is_no")]
    pub(crate) replacement: Replacement,
    pub(crate) shape: Shape,
    /// What it may refer to, as `AWS::EC2::Subnet.SubnetId`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) targets: Vec<String>,
}

/// What changing a property does to the resource.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Replacement {
    #[default]
    No,
    Maybe,
    Yes,
}

impl Replacement {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    fn is_no(&self) -> bool {
        *self == Self::No
    }
}

/// A value that a resource has once it exists.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Attribute {
    pub(crate) docs: String,
    pub(crate) shape: Shape,
}

/// Which properties go together, or don't.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Rule {
    /// Exactly one of these sets is present as a whole.
    ExactlyOne(Vec<Vec<String>>),
    /// At least one of these sets is present as a whole.
    AtLeastOne(Vec<Vec<String>>),
    /// With the first, all of the others.
    Requires(String, Vec<String>),
    /// With the first, none of the others.
    Excludes(String, Vec<String>),
}

/// The property that holds a resource's tags.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tagging {
    pub(crate) property: String,
    pub(crate) style: TagStyle,
    /// Tags can change without a replacement.
    pub(crate) updatable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TagStyle {
    List,
    AutoScalingGroup,
    Map,
}
