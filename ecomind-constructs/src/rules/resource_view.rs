//! A resource as rules look at it.

use std::{borrow::Cow, collections::BTreeSet};

use serde_json::Value;

use crate::template::Resource;

use super::{Flaws, StackView};

/// A resource of a template, with its properties by path: `EncryptionInfo/EncryptionInTransit`.
#[derive(Debug, Clone, Copy)]
pub struct ResourceView<'a> {
    stack: &'a StackView<'a>,
    resource: Resource<'a>,
}

/// What a template says about a property.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Setting<'a> {
    /// It is not there.
    Absent,
    /// It is this.
    Known(&'a Value),
    /// It is known only at deployment.
    Unknown,
}

impl<'a> ResourceView<'a> {
    pub(super) fn new(stack: &'a StackView<'a>, resource: Resource<'a>) -> Self {
        Self { stack, resource }
    }

    /// The stack that it is in.
    #[must_use]
    pub fn stack(&self) -> &'a StackView<'a> {
        self.stack
    }

    /// Its logical id.
    #[must_use]
    pub fn logical_id(&self) -> &'a str {
        self.resource.logical_id
    }

    /// Its type, such as `AWS::S3::Bucket`.
    #[must_use]
    pub fn type_name(&self) -> &'a str {
        self.resource.type_name
    }

    /// An attribute such as `DeletionPolicy`, which is no property.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'a Value> {
        self.resource.entry.get(name)
    }

    /// The property at a path. Items of lists have numbers.
    #[must_use]
    pub fn get(&self, path: &str) -> Setting<'a> {
        let Some(properties) = self.resource.entry.get("Properties") else {
            return Setting::Absent;
        };
        get(properties, path)
    }

    /// A scalar that is known, as text.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Cow<'a, str>> {
        match self.get(path) {
            Setting::Known(value) => text(value),
            _ => None,
        }
    }

    /// A number that is known.
    #[must_use]
    pub fn number(&self, path: &str) -> Option<f64> {
        self.text(path)?.parse().ok()
    }

    /// Whether the property is known to be this.
    #[must_use]
    pub fn is(&self, path: &str, value: &str) -> bool {
        self.text(path).is_some_and(|text| text == value)
    }

    /// Whether the property is there, whatever it is.
    #[must_use]
    pub fn is_set(&self, path: &str) -> bool {
        self.get(path) != Setting::Absent
    }

    /// The items of a list that is written down; none of another value.
    #[must_use]
    pub fn list(&self, path: &str) -> &'a [Value] {
        match self.get(path) {
            Setting::Known(Value::Array(items)) => items,
            _ => &[],
        }
    }

    /// What stands at a path, functions too; the properties themselves for an empty path.
    #[must_use]
    pub fn raw(&self, path: &str) -> Option<&'a Value> {
        raw(self.resource.entry.get("Properties")?, path)
    }

    /// The resource of the stack that a property refers to.
    #[must_use]
    pub fn target(&self, path: &str) -> Option<ResourceView<'a>> {
        self.stack.resource(target(self.raw(path)?)?)
    }

    /// Finds a property that is not known to be true, or may be.
    pub fn must_be_true(&self, path: &str, flaws: &mut Flaws) {
        self.must_be_one_of(path, &["true"], flaws);
    }

    /// Finds a property that is there and true.
    pub fn must_not_be_true(&self, path: &str, flaws: &mut Flaws) {
        if self.is(path, "true") {
            flaws.add(self, path, "must not be true");
        }
    }

    /// Finds a property that is missing, or known to be none of `values`.
    pub fn must_be_one_of(&self, path: &str, values: &[&str], flaws: &mut Flaws) {
        let expected = values.join(" or ");
        match self.get(path) {
            Setting::Unknown => {}
            Setting::Absent => flaws.add(self, path, format!("must be {expected}, and is not set")),
            Setting::Known(value) => {
                let text = text(value);
                if !text.as_ref().is_some_and(|text| values.contains(&&**text)) {
                    let got = text.unwrap_or(Cow::Borrowed("something else"));
                    flaws.add(self, path, format!("must be {expected}, got {got}"));
                }
            }
        }
    }

    /// Finds a property that is missing, or empty.
    pub fn must_be_set(&self, path: &str, flaws: &mut Flaws) {
        let is_empty = match self.get(path) {
            Setting::Absent => true,
            Setting::Unknown => false,
            Setting::Known(value) => match value {
                Value::String(text) => text.is_empty(),
                Value::Array(items) => items.is_empty(),
                _ => false,
            },
        };
        if is_empty {
            flaws.add(self, path, "must be set");
        }
    }

    /// Finds a number that is missing, or known to be less.
    pub fn must_be_at_least(&self, path: &str, least: f64, flaws: &mut Flaws) {
        match (self.get(path), self.number(path)) {
            (Setting::Absent, _) => {
                flaws.add(self, path, format!("must be at least {least}, and is not set"));
            }
            (_, Some(number)) if number < least => {
                flaws.add(self, path, format!("must be at least {least}, got {number}"));
            }
            _ => {}
        }
    }
}

/// A scalar as text.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(value.to_string())),
        _ => None,
    }
}

/// What is at a path below a value.
pub(super) fn get<'v>(value: &'v Value, path: &str) -> Setting<'v> {
    let mut at = value;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        if is_function(at) {
            return Setting::Unknown;
        }
        let next = match at {
            Value::Object(entries) => entries.get(name),
            Value::Array(items) => name
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index)),
            _ => None,
        };
        let Some(next) = next else { return Setting::Absent };
        at = next;
    }
    match (function(at), at) {
        (Some(("Ref", name)), _) if name == "AWS::NoValue" => Setting::Absent,
        (Some(_), _) => Setting::Unknown,
        (None, Value::String(text)) if text.contains('{') && text.contains("{{resolve:") => {
            Setting::Unknown
        }
        (None, at) => Setting::Known(at),
    }
}

fn raw<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('/')
        .filter(|name| !name.is_empty())
        .try_fold(value, |at, name| match at {
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            at => at.get(name),
        })
}

/// The logical id that `Ref` or `Fn::GetAtt` names.
pub(super) fn target(value: &Value) -> Option<&str> {
    match function(value)? {
        ("Ref", name) => name.as_str(),
        ("Fn::GetAtt", Value::String(text)) => text.split('.').next(),
        ("Fn::GetAtt", items) => items.get(0)?.as_str(),
        _ => None,
    }
}

pub(super) fn is_function(value: &Value) -> bool {
    function(value).is_some()
}

/// The function that a value is, with its argument. It stands alone, so that nothing is looked up.
fn function(value: &Value) -> Option<(&str, &Value)> {
    let entries = value.as_object().filter(|entries| entries.len() == 1)?;
    let (name, argument) = entries.iter().next()?;
    (name == "Ref" || name.starts_with("Fn::")).then_some((name, argument))
}

/// Every name that a value refers to.
pub(super) fn references<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    if let Some(name) = target(value) {
        found.insert(name);
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(entries) => {
            let sub = function(value).filter(|(name, _)| *name == "Fn::Sub");
            let text = sub.and_then(|(_, sub)| sub.as_str().or_else(|| sub.get(0)?.as_str()));
            for part in text.into_iter().flat_map(|text| text.split("${").skip(1)) {
                found.extend(part.split(['}', '.']).next());
            }
            entries.values().for_each(|entry| references(entry, found));
        }
        _ => {}
    }
}
