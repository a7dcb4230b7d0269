//! The resource that is priced, among all others.

use ecomind_constructs::template::{Meaning, Resource, Stacks};
use serde_json::Value;

/// A resource, and what its properties lead to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) stacks: &'a Stacks,
    /// The index of its stack.
    pub(super) stack: usize,
    pub(super) resource: Resource<'a>,
}

/// A part of a resource, in the template where it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    stacks: &'a Stacks,
    stack: usize,
    value: &'a Value,
}

impl<'a> Subject<'a> {
    /// The value of a property, such as `Cpu` or `StorageInfo/VolumeSize`, if it is known.
    pub(super) fn part(&self, path: &str) -> Option<Part<'a>> {
        let properties = self.resource.entry.get("Properties")?;
        let all = Part { stacks: self.stacks, stack: self.stack, value: properties };
        all.part(path)
    }

    /// A text.
    pub(super) fn text(&self, path: &str) -> Option<&'a str> {
        self.part(path)?.text()
    }

    /// A number, also where it is written as text.
    pub(super) fn number(&self, path: &str) -> Option<u32> {
        self.part(path)?.number()
    }

    /// Whether a property is on.
    pub(super) fn is_on(&self, path: &str) -> bool {
        self.part(path).is_some_and(Part::is_true)
    }

    /// Whether a property is said at all, known or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.resource.property(name).is_some()
    }

    /// The items of a list.
    pub(super) fn items(&self, path: &str) -> Vec<Part<'a>> {
        self.part(path).map(Part::items).unwrap_or_default()
    }

    /// The resource that a property names.
    pub(super) fn target(&self, path: &str) -> Option<Subject<'a>> {
        let properties = self.resource.entry.get("Properties")?;
        let value = path
            .split('/')
            .try_fold(properties, |value, name| value.get(name))?;
        self.at(self.stacks.target(self.stack, value)?)
    }

    /// Every resource of a type, in all stacks.
    pub(super) fn all(&self, type_name: &str) -> impl Iterator<Item = Subject<'a>> {
        let of_type = move |(_, it): &(usize, Resource<'a>)| it.type_name == type_name;
        let resources = self.stacks.resources().filter(of_type);
        let stacks = self.stacks;
        resources.map(move |(stack, resource)| Subject { stacks, stack, resource })
    }

    /// Whether it is the same resource as another.
    pub(super) fn is(&self, other: &Subject<'_>) -> bool {
        self.stack == other.stack && self.resource.logical_id == other.resource.logical_id
    }

    /// Whether a value anywhere in a property of this resource names `other`.
    pub(super) fn mentions(&self, property: &str, other: &Subject<'_>) -> bool {
        let value = self.resource.property(property);
        value.is_some_and(|value| self.leads_to(value, other))
    }

    fn leads_to(&self, value: &Value, other: &Subject<'_>) -> bool {
        let target = self.stacks.target(self.stack, value);
        target == Some((other.stack, other.resource.logical_id))
            || match value {
                Value::Array(items) => items.iter().any(|item| self.leads_to(item, other)),
                Value::Object(map) => map.values().any(|item| self.leads_to(item, other)),
                _ => false,
            }
    }

    fn at(&self, (stack, logical_id): (usize, &str)) -> Option<Subject<'a>> {
        let resource = self.stacks.resource(stack, logical_id)?;
        Some(Subject { stacks: self.stacks, stack, resource })
    }
}

impl<'a> Part<'a> {
    /// A part of it.
    pub(super) fn part(self, path: &str) -> Option<Self> {
        path.split('/').try_fold(self, |part, name| {
            let value = part.value.get(name)?;
            match part.stacks.meaning(part.stack, value) {
                Meaning::Written { stack, value } => Some(Part { stack, value, ..part }),
                Meaning::Resource { .. } | Meaning::Unknown => None,
            }
        })
    }

    pub(super) fn text(self) -> Option<&'a str> {
        self.value.as_str()
    }

    pub(super) fn number(self) -> Option<u32> {
        match self.value {
            Value::String(text) => text.parse().ok(),
            value => value.as_u64()?.try_into().ok(),
        }
    }

    pub(super) fn is_true(self) -> bool {
        self.value == &Value::Bool(true) || self.value.as_str() == Some("true")
    }

    /// The items of a list; one that is known only at deployment is left as it is.
    pub(super) fn items(self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten();
        items
            .map(|value| match self.stacks.meaning(self.stack, value) {
                Meaning::Written { stack, value } => Part { stack, value, ..self },
                Meaning::Resource { .. } | Meaning::Unknown => Part { value, ..self },
            })
            .collect()
    }
}
