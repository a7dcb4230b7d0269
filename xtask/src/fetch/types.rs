//! The types of one resource: both descriptions walked side by side.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::{
    constraints,
    objects::Node,
    rules,
    service_spec::{Property as SpecProperty, ServiceSpec, Type},
};
use crate::ir::{Attribute, Kind, ObjectType, Property, Replacement, ResourceType, Shape};

/// An object to merge: what each source says, and where it was first found.
pub(crate) struct Place<'a> {
    pub(crate) properties: Option<&'a BTreeMap<String, SpecProperty>>,
    pub(crate) docs: &'a str,
    pub(crate) schema: Option<&'a Value>,
    pub(crate) path: String,
}

pub(crate) struct TypeMerger<'a> {
    spec: &'a ServiceSpec,
    root: &'a Value,
    read_only: BTreeSet<String>,
    create_only: BTreeSet<String>,
    conditional: BTreeSet<String>,
    /// Names given to property types that only the registry schema has, by their identity.
    names: BTreeMap<String, String>,
    queue: VecDeque<(String, Place<'a>)>,
    types: BTreeMap<String, ObjectType>,
}

impl<'a> TypeMerger<'a> {
    pub(crate) fn new(spec: &'a ServiceSpec, root: &'a Value, resource: &ResourceType) -> Self {
        let set = |paths: &[String]| paths.iter().cloned().collect();
        Self {
            spec,
            root,
            read_only: set(&resource.read_only),
            create_only: set(&resource.create_only),
            conditional: set(&resource.conditional_create_only),
            names: BTreeMap::new(),
            queue: VecDeque::new(),
            types: BTreeMap::new(),
        }
    }

    /// The property types met so far, and those that they lead to.
    pub(crate) fn finish(mut self) -> BTreeMap<String, ObjectType> {
        while let Some((name, place)) = self.queue.pop_front() {
            let object = self.object(&place);
            self.types.insert(name, object);
        }
        self.types
    }

    pub(crate) fn object(&mut self, place: &Place<'a>) -> ObjectType {
        let node = place
            .schema
            .map(|schema| Node::new(self.root, schema))
            .unwrap_or_default();
        let schemas = node.properties();
        let required: BTreeSet<&str> = node.required().collect();

        let mut properties = BTreeMap::new();
        let listed = place
            .properties
            .into_iter()
            .flat_map(BTreeMap::keys)
            .map(String::as_str);
        let names = listed.chain(schemas.keys().copied());
        for name in names.collect::<BTreeSet<&str>>() {
            let path = join(&place.path, name);
            let told = place.properties.and_then(|it| it.get(name));
            let schema = schemas.get(name).copied();
            if told.is_none() && self.read_only.contains(&path) {
                continue;
            }
            let mut property = self.property(told, schema, name, path);
            // The registry is fresher, where it knows the object at all.
            property.required = match (schemas.is_empty(), told) {
                (true, Some(told)) => told.required,
                _ => required.contains(name),
            };
            properties.insert(name.to_owned(), property);
        }
        let docs = if place.docs.is_empty() { description(&node) } else { place.docs };
        ObjectType {
            docs: docs.to_owned(),
            properties,
            rules: rules::rules(self.root, &node),
            open: node
                .get("additionalProperties")
                .is_some_and(|it| *it != Value::Bool(false)),
        }
    }

    fn property(
        &mut self,
        told: Option<&'a SpecProperty>,
        schema: Option<&'a Value>,
        name: &str,
        path: String,
    ) -> Property {
        let replacement = match told.map(|it| it.causes_replacement.as_str()) {
            Some("yes") => Replacement::Yes,
            Some("maybe") => Replacement::Maybe,
            _ if self.conditional.contains(&path) => Replacement::Maybe,
            _ if self.create_only.contains(&path) => Replacement::Yes,
            _ => Replacement::No,
        };
        let mut targets = Vec::new();
        let shape = self.shape(told.map(|it| &it.kind), schema, name, path, &mut targets);
        let references = told.into_iter().flat_map(|it| &it.relationship_refs);
        targets.extend(
            references.map(|it| format!("{}.{}", it.cloud_formation_type, it.property_name)),
        );
        targets.sort();
        targets.dedup();
        let docs = told.map_or("", |it| &it.documentation);
        let docs = match (docs, schema) {
            ("", Some(schema)) => description(&Node::new(self.root, schema)),
            _ => docs,
        };
        Property { docs: docs.to_owned(), required: false, replacement, shape, targets }
    }

    fn shape(
        &mut self,
        told: Option<&'a Type>,
        schema: Option<&'a Value>,
        name: &str,
        path: String,
        targets: &mut Vec<String>,
    ) -> Shape {
        let node = schema
            .map(|schema| Node::new(self.root, schema))
            .unwrap_or_default();
        targets.extend(constraints::targets(&node));
        let kind = match told {
            Some(told) => self.told_kind(told, schema, &node, name, path, targets),
            None => self.schema_kind(schema, &node, name, path, targets),
        };
        let mut shape = Shape::of(kind);
        if let Some(Type::String { allowed_values }) = told {
            shape.values = allowed_values.iter().map(constraints::text).collect();
            shape.values.sort();
        }
        constraints::apply(&mut shape, &node);
        if !matches!(shape.kind, Kind::String) {
            shape
                .values
                .retain(|_| matches!(shape.kind, Kind::Integer | Kind::Number));
        }
        shape
    }

    /// The kind as the service spec tells it.
    fn told_kind(
        &mut self,
        told: &'a Type,
        schema: Option<&'a Value>,
        node: &Node<'a>,
        name: &str,
        path: String,
        targets: &mut Vec<String>,
    ) -> Kind {
        match told {
            Type::String { .. } => Kind::String,
            Type::Integer => Kind::Integer,
            Type::Number => Kind::Number,
            Type::Boolean => Kind::Boolean,
            Type::DateTime => Kind::Timestamp,
            Type::Json => Kind::Json,
            Type::Tag => Kind::Tag,
            Type::Array { element } => {
                let item = self.shape(Some(element), node.get("items"), name, path + "/*", targets);
                Kind::List(Box::new(item))
            }
            Type::Map { element } => {
                let entry = self.shape(Some(element), node.map_entry(), name, path + "/*", targets);
                Kind::Map(Box::new(entry))
            }
            Type::Ref { reference } => {
                let Some(definition) = self.spec.types.get(&reference.id) else {
                    return Kind::Json;
                };
                let key = format!("spec {}", reference.id);
                let name = self.type_name(key, &definition.name);
                let place = Place {
                    properties: Some(&definition.properties),
                    docs: &definition.documentation,
                    schema,
                    path,
                };
                Kind::Object(self.enqueue(name, place))
            }
            // Free-form or text is free-form.
            Type::Union { types } if types.iter().any(|it| matches!(it, Type::Json)) => Kind::Json,
            Type::Union { types } => {
                let mut kind = |it| self.shape(Some(it), None, name, path.clone(), &mut Vec::new());
                Kind::Union(types.iter().map(&mut kind).collect())
            }
        }
    }

    /// The kind as the registry schema alone tells it.
    fn schema_kind(
        &mut self,
        schema: Option<&'a Value>,
        node: &Node<'a>,
        name: &str,
        path: String,
        targets: &mut Vec<String>,
    ) -> Kind {
        match node.kind() {
            Some("string") => match node.get("format").and_then(Value::as_str) {
                Some("date-time" | "timestamp") => Kind::Timestamp,
                _ => Kind::String,
            },
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("boolean") => Kind::Boolean,
            Some("array") => {
                let name = singular(name);
                let item = self.shape(None, node.get("items"), name, path + "/*", targets);
                Kind::List(Box::new(item))
            }
            _ if !node.properties().is_empty() => {
                let Some(schema) = schema else { return Kind::Json };
                let (key, wanted) = match node.definition {
                    Some(definition) => (format!("definition {definition}"), definition),
                    None => (format!("inline {path}"), name),
                };
                let name = self.type_name(key, wanted);
                let place = Place { properties: None, docs: "", schema: Some(schema), path };
                Kind::Object(self.enqueue(name, place))
            }
            Some("object") => match node.map_entry() {
                Some(entry) => {
                    let entry = self.shape(None, Some(entry), name, path + "/*", targets);
                    Kind::Map(Box::new(entry))
                }
                None => Kind::Json,
            },
            _ => Kind::Json,
        }
    }

    /// One name per type: a second type of the same name gets a number.
    fn type_name(&mut self, key: String, wanted: &str) -> String {
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let taken: BTreeSet<&String> = self.names.values().collect();
        let mut name = wanted.to_owned();
        let mut number = 2;
        while taken.contains(&name) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        self.names.insert(key, name.clone());
        name
    }

    fn enqueue(&mut self, name: String, place: Place<'a>) -> String {
        let waiting = self.queue.iter().any(|(queued, _)| *queued == name);
        if !waiting && !self.types.contains_key(&name) {
            // Holds the place while the object is being merged, as it may contain itself.
            self.types.insert(name.clone(), ObjectType::default());
            self.queue.push_back((name.clone(), place));
        }
        name
    }

    /// The attributes: those the spec lists, and the read-only properties that it lacks.
    pub(crate) fn attributes(
        &mut self,
        told: &'a BTreeMap<String, SpecProperty>,
        object: &ObjectType,
    ) -> BTreeMap<String, Attribute> {
        let mut attributes = BTreeMap::new();
        for (name, property) in told {
            let schema = self.at(&name.replace('.', "/"));
            let shape =
                self.shape(Some(&property.kind), schema, name, String::new(), &mut Vec::new());
            attributes
                .insert(name.clone(), Attribute { docs: property.documentation.clone(), shape });
        }
        for path in self.read_only.clone() {
            let name = path.replace('/', ".");
            let top = path.split('/').next().unwrap_or_default();
            if attributes.contains_key(&name)
                || path.contains('*')
                || object.properties.contains_key(top)
            {
                continue;
            }
            let Some(schema) = self.at(&path) else { continue };
            let shape = self.shape(None, Some(schema), &name, String::new(), &mut Vec::new());
            let docs = description(&Node::new(self.root, schema)).to_owned();
            attributes.insert(name, Attribute { docs, shape });
        }
        attributes
    }

    /// The schema at a path of properties.
    fn at(&self, path: &str) -> Option<&'a Value> {
        let mut schema = self.root;
        for name in path.split('/') {
            schema = Node::new(self.root, schema)
                .properties()
                .get(name)
                .copied()?;
        }
        Some(schema)
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

/// A property type that a list contains is named after one item of it.
fn singular(name: &str) -> &str {
    name.strip_suffix('s')
        .filter(|it| !it.ends_with('s'))
        .unwrap_or(name)
}

fn description<'a>(node: &Node<'a>) -> &'a str {
    node.get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
}
