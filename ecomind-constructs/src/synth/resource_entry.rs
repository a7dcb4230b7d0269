//! One resource of a template.

use std::borrow::Cow;

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};

use crate::{
    tree::{ForEach, ResourceData},
    value::Expr,
};

use super::{
    document::Map,
    render::{Context, entry},
};

/// About how many entries a resource has: a hint for whoever makes room for them.
const USUAL_ENTRIES: usize = 3;

pub(super) struct ResourceEntry<'a> {
    pub(super) context: Context<'a>,
    pub(super) at: u32,
    pub(super) data: &'a ResourceData,
}

impl Serialize for ResourceEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { context, at, data } = *self;
        let options = data.options();
        let mut map = serializer.serialize_map(Some(USUAL_ENTRIES))?;
        map.serialize_entry("Type", data.type_name.as_ref())?;
        if let Some(condition) = options.condition {
            map.serialize_entry("Condition", context.names.logical_id(condition.index))?;
        }
        if let Some(depends_on) = context.dependencies.depends_on.get(&at) {
            let ids: Vec<&str> = depends_on
                .iter()
                .map(|&on| context.names.logical_id(on))
                .collect();
            match ids.as_slice() {
                [id] => map.serialize_entry("DependsOn", id)?,
                ids => map.serialize_entry("DependsOn", ids)?,
            }
        }
        if let Some(policy) = options.deletion_policy {
            map.serialize_entry("DeletionPolicy", policy.name())?;
        }
        if let Some(policy) = options.update_replace_policy {
            map.serialize_entry("UpdateReplacePolicy", policy.name())?;
        }
        if let Some(policy) = &options.creation_policy {
            map.serialize_entry("CreationPolicy", &Map(context, policy.properties()))?;
        }
        if let Some(policy) = &options.update_policy {
            map.serialize_entry("UpdatePolicy", &Map(context, policy.properties()))?;
        }
        for (name, value) in options.attributes.iter() {
            map.serialize_entry(name, &context.rendered(value))?;
        }
        if !options.metadata.is_empty() {
            map.serialize_entry("Metadata", &Map(context, &options.metadata))?;
        }
        let tags = context.tags.property(at, data);
        if !data.properties.is_empty() || tags.is_some() {
            let properties = Tagged { context, data, tags: tags.as_ref() };
            map.serialize_entry("Properties", &properties)?;
        }
        map.end()
    }
}

/// The properties, with the tags that flow down in the place of the resource's own.
struct Tagged<'a> {
    context: Context<'a>,
    data: &'a ResourceData,
    tags: Option<&'a (&'static str, Cow<'a, Expr>)>,
}

impl Serialize for Tagged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = self.data.properties.len() + usize::from(self.tags.is_some());
        let mut map = serializer.serialize_map(Some(length))?;
        let mut tags = self.tags;
        for (name, value) in self.data.properties.iter() {
            let value = match tags {
                Some((tagged, merged)) if *tagged == name => {
                    tags = None;
                    merged.as_ref()
                }
                _ => value,
            };
            map.serialize_entry(name, &self.context.rendered(value))?;
        }
        if let Some((name, merged)) = tags {
            map.serialize_entry(name, &self.context.rendered(merged))?;
        }
        map.end()
    }
}

/// The name under which a repeated resource stands.
pub(super) fn loop_name(id: &str) -> String {
    format!("Fn::ForEach::{id}")
}

/// A resource that CloudFormation repeats.
pub(super) struct LoopEntry<'a> {
    pub(super) each: &'a ForEach,
    pub(super) body: ResourceEntry<'a>,
}

impl Serialize for LoopEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(3))?;
        sequence.serialize_element(&self.each.variable)?;
        sequence.serialize_element(&self.body.context.rendered(&self.each.items))?;
        sequence.serialize_element(&Repeated(self))?;
        sequence.end()
    }
}

struct Repeated<'a, 'b>(&'b LoopEntry<'a>);

impl Serialize for Repeated<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        entry(serializer, &self.0.each.logical_id, &self.0.body)
    }
}
