//! What a stack is to become: a template and everything that is sent with it.

use std::sync::LazyLock;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A template with its parameters, tags and settings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Target {
    /// The template as it was sent.
    pub(crate) text: String,
    /// The template with its transforms applied.
    pub(crate) processed: Value,
    pub(crate) parameters: IndexMap<String, Parameter>,
    pub(crate) tags: IndexMap<String, String>,
    pub(crate) capabilities: Vec<String>,
    pub(crate) role_arn: Option<String>,
    pub(crate) notification_arns: Vec<String>,
    pub(crate) rollback_configuration: Value,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parameter {
    /// As it was given.
    pub(crate) value: String,
    /// What Systems Manager has under that name, for types that ask it.
    pub(crate) resolved: Option<String>,
    pub(crate) no_echo: bool,
    pub(crate) is_list: bool,
}

/// A section of a template as a map; empty where there is none.
pub(crate) fn section<'a>(template: &'a Value, name: &str) -> &'a Map<String, Value> {
    static EMPTY: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    template
        .get(name)
        .and_then(Value::as_object)
        .unwrap_or(&EMPTY)
}

impl Target {
    /// A section of the template as a map; empty where there is none.
    pub(crate) fn section(&self, name: &str) -> &Map<String, Value> {
        section(&self.processed, name)
    }

    pub(crate) fn resource(&self, logical_id: &str) -> Option<&Map<String, Value>> {
        self.section("Resources").get(logical_id)?.as_object()
    }

    pub(crate) fn type_of(&self, logical_id: &str) -> &str {
        let entry = self.resource(logical_id);
        entry
            .and_then(|it| it.get("Type")?.as_str())
            .unwrap_or_default()
    }

    pub(crate) fn description(&self) -> Option<&str> {
        self.processed.get("Description")?.as_str()
    }

    /// `DeletionPolicy` or `UpdateReplacePolicy` of a resource, as far as it is a literal.
    pub(crate) fn policy(&self, logical_id: &str, name: &str) -> Option<&str> {
        self.resource(logical_id)?.get(name)?.as_str()
    }
}

impl Parameter {
    /// What `Ref` returns.
    pub(crate) fn reference(&self) -> Value {
        let text = self.resolved.as_ref().unwrap_or(&self.value);
        match self.is_list {
            true if text.is_empty() => Value::Array(Vec::new()),
            true => text
                .split(',')
                .map(|item| Value::from(item.trim()))
                .collect(),
            false => Value::from(text.as_str()),
        }
    }

    /// What people see.
    pub(crate) fn shown(&self) -> &str {
        if self.no_echo { "****" } else { &self.value }
    }
}
