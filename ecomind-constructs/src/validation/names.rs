//! What a template declares, and what can be referred to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::{
    schema::{self, ResourceSchema},
    template::Template,
};

use super::yields::Yields;

/// The macro that AWS itself maintains for functions.
const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";

/// What a template declares, by section.
#[derive(Debug)]
pub(super) struct Names<'a> {
    pub(super) parameters: BTreeMap<&'a str, &'a Value>,
    pub(super) mappings: BTreeMap<&'a str, &'a Value>,
    pub(super) conditions: BTreeSet<&'a str>,
    pub(super) resources: BTreeMap<&'a str, Declared<'a>>,
    pub(super) has_language_extensions: bool,
    /// A macro may add whatever the template lacks.
    pub(super) has_macros: bool,
    /// `Fn::ForEach` declares resources whose names are not written down.
    pub(super) has_loops: bool,
}

/// A resource of the template.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared<'a> {
    /// Its place among the resources.
    pub(super) index: usize,
    pub(super) type_name: &'a str,
    /// Nothing for custom resources, private types and those that do not exist.
    pub(super) schema: Option<ResourceSchema>,
}

impl<'a> Names<'a> {
    pub(super) fn of(template: &'a Template) -> Self {
        let section = |name: &str| template.section(name).and_then(Value::as_object);
        let all = |name: &str| section(name).into_iter().flatten();
        let entries = |name| all(name).map(|(id, entry)| (id.as_str(), entry)).collect();
        let resources = template.resources().enumerate().map(|(index, resource)| {
            let schema = schema::resource_type(resource.type_name);
            let declared = Declared { index, type_name: resource.type_name, schema };
            (resource.logical_id, declared)
        });
        let transforms = transforms(template);
        let is_loop = |entries: &Map<String, Value>| entries.keys().any(|id| is_loop(id));
        Self {
            parameters: entries("Parameters"),
            mappings: entries("Mappings"),
            conditions: all("Conditions").map(|(id, _)| id.as_str()).collect(),
            resources: resources.collect(),
            has_language_extensions: transforms.contains(&LANGUAGE_EXTENSIONS),
            has_macros: transforms.iter().any(|name| *name != LANGUAGE_EXTENSIONS)
                || section("Resources").is_some_and(|all| all.contains_key("Fn::Transform")),
            has_loops: section("Resources").is_some_and(is_loop),
        }
    }

    /// Whether something that is not written down may be there all the same.
    pub(super) fn is_open(&self) -> bool {
        self.has_macros || self.has_loops
    }
}

/// Whether the name of an entry is that of a loop.
pub(super) fn is_loop(name: &str) -> bool {
    name.starts_with("Fn::ForEach")
}

fn transforms(template: &Template) -> Vec<&str> {
    match template.section("Transform") {
        Some(Value::String(one)) => vec![one],
        // What is no text is a macro with parameters.
        Some(Value::Array(all)) => all.iter().map(|it| it.as_str().unwrap_or("")).collect(),
        Some(_) => vec![""],
        None => Vec::new(),
    }
}

/// What `Ref` of a parameter of this type gives.
pub(super) fn yields_of_parameter(type_name: &str) -> Yields {
    let stored = type_name.strip_prefix("AWS::SSM::Parameter::Value<");
    let inner = stored
        .and_then(|rest| rest.strip_suffix('>'))
        .unwrap_or(type_name);
    match inner {
        "CommaDelimitedList" => Yields::List,
        list if list.starts_with("List<") => Yields::List,
        "Number" => Yields::Number,
        _ => Yields::Text,
    }
}
