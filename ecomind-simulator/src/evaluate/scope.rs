//! What an expression can see.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::{
    place::Place,
    state::{Stack, StackResource, Target, World},
};

use super::conditions;

/// What stands for a value that nobody knows before the deployment.
pub(crate) const UNKNOWN: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

/// Everything that an expression may refer to.
pub(crate) struct Scope<'a> {
    pub(crate) world: &'a World,
    pub(crate) place: &'a Place,
    pub(crate) stack_id: &'a str,
    pub(crate) stack_name: &'a str,
    pub(crate) target: &'a Target,
    pub(crate) resources: &'a IndexMap<String, StackResource>,
    pub(crate) conditions: BTreeMap<String, bool>,
    /// Whether values of resources that aren't there yet are [`UNKNOWN`] instead of errors.
    pub(crate) planning: bool,
    /// Resources whose values change in a way that is not known while planning.
    pub(crate) unknown: BTreeSet<String>,
}

/// The result of an evaluation; an error is a sentence.
pub(crate) type Result<T, E = String> = std::result::Result<T, E>;

impl<'a> Scope<'a> {
    /// What a resource of `stack` sees, when the stack is to become `target`.
    pub(crate) fn new(world: &'a World, stack: &'a Stack, target: &'a Target) -> Result<Self> {
        let mut scope = Self {
            world,
            place: &stack.place,
            stack_id: &stack.id,
            stack_name: &stack.name,
            target,
            resources: &stack.resources,
            conditions: BTreeMap::new(),
            planning: false,
            unknown: BTreeSet::new(),
        };
        scope.conditions = conditions::conditions(&scope)?;
        Ok(scope)
    }

    /// The same for a change set.
    pub(crate) fn planning(mut self, unknown: BTreeSet<String>) -> Self {
        self.planning = true;
        self.unknown = unknown;
        self
    }

    /// The value of an expression; nothing for `AWS::NoValue`.
    pub(crate) fn value(&self, value: &Value) -> Result<Option<Value>> {
        match value {
            Value::String(text) => self.dynamic(text).map(Some),
            Value::Array(items) => {
                let items: Vec<Option<Value>> = items
                    .iter()
                    .map(|item| self.value(item))
                    .collect::<Result<_>>()?;
                Ok(Some(items.into_iter().flatten().collect()))
            }
            Value::Object(map) => match super::functions::call(self, map)? {
                Some(outcome) => Ok(outcome),
                None => self.map(map).map(Some),
            },
            other => Ok(Some(other.clone())),
        }
    }

    /// The value of an expression that must be a text.
    pub(crate) fn text(&self, value: &Value) -> Result<String> {
        match self.value(value)? {
            Some(Value::String(text)) => Ok(text),
            Some(Value::Number(number)) => Ok(number.to_string()),
            Some(Value::Bool(value)) => Ok(value.to_string()),
            other => {
                let found = other.unwrap_or_default();
                Err(format!("Template error: a text is expected, not {found}"))
            }
        }
    }

    pub(crate) fn condition(&self, name: &str) -> Result<bool> {
        let found = self.conditions.get(name).copied();
        found.ok_or_else(|| format!("Template error: condition {name} is not defined"))
    }

    /// Whether a resource or output exists under the stack's conditions.
    pub(crate) fn exists(&self, entry: &Value) -> Result<bool> {
        crate::template::condition_of(entry).map_or(Ok(true), |name| self.condition(name))
    }

    fn map(&self, map: &Map<String, Value>) -> Result<Value> {
        let mut values = Map::new();
        for (name, value) in map {
            if let Some(value) = self.value(value)? {
                values.insert(name.clone(), value);
            }
        }
        Ok(Value::Object(values))
    }

    /// What `Ref` returns.
    pub(crate) fn reference(&self, name: &str) -> Result<Option<Value>> {
        if let Some(parameter) = self.target.parameters.get(name) {
            return Ok(Some(parameter.reference()));
        }
        if name == "AWS::NoValue" {
            return Ok(None);
        }
        if let Some(value) = self.pseudo(name) {
            return Ok(Some(value));
        }
        if let Some(resource) = self.known(name) {
            return Ok(Some(Value::from(referred(resource))));
        }
        self.absent(name).map(Some)
    }

    /// What `Fn::GetAtt` returns.
    pub(crate) fn attribute(&self, name: &str, attribute: &str) -> Result<Value> {
        let Some(resource) = self.known(name) else { return self.absent(name) };
        if let Some(value) = resource.attributes.get(attribute) {
            return Ok(value.clone());
        }
        let mut property = Some(&resource.properties);
        for part in attribute.split('.') {
            property = property.and_then(|it| it.get(part));
        }
        if let Some(value) = property {
            return Ok(value.clone());
        }
        if is_custom(&resource.type_name) {
            return Ok(Value::from(format!("{name}-{attribute}")));
        }
        Err(format!(
            "Template error: resource {name} does not support attribute type {attribute} in Fn::GetAtt"
        ))
    }

    fn known(&self, name: &str) -> Option<&StackResource> {
        let resource = self.resources.get(name)?;
        let in_template = self.target.section("Resources").contains_key(name);
        (in_template && !self.unknown.contains(name)).then_some(resource)
    }

    fn absent(&self, name: &str) -> Result<Value> {
        let exists = match self.target.section("Resources").get(name) {
            Some(entry) => self.exists(entry)?,
            None => false,
        };
        if exists && self.planning {
            return Ok(Value::from(UNKNOWN));
        }
        Err(format!(
            "Template format error: Unresolved resource dependencies [{name}] in the Resources block \
             of the template"
        ))
    }
}

/// Whether a template's author decides what attributes a resource has: any name has a value here.
fn is_custom(type_name: &str) -> bool {
    type_name.starts_with("Custom::") || type_name == "AWS::CloudFormation::CustomResource"
}

/// A record is referred to by its name, and told from others of the name by more.
fn referred(resource: &StackResource) -> &str {
    match resource.physical_id.split_once('|') {
        Some((name, _)) if resource.type_name == "AWS::Route53::RecordSet" => name,
        _ => &resource.physical_id,
    }
}
