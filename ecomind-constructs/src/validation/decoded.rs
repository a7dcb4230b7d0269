//! Schemas of objects, each decoded once however often it is needed.

use std::sync::{Arc, OnceLock};

use crate::schema::{ObjectSchema, PropertySchema, Rule, Shape};

use super::memo::Memo;

/// What is decoded already, by the place of the schema.
#[derive(Debug, Default, Clone)]
pub(super) struct Decoded(Memo<(usize, usize), Object>);

/// The schema of an object.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) schema: ObjectSchema,
    /// By name.
    properties: Vec<Property>,
    /// The names of those that must be there.
    pub(super) required: Vec<&'static str>,
    pub(super) rules: Vec<Rule>,
}

/// The schema of a property.
#[derive(Debug)]
pub(super) struct Property {
    schema: PropertySchema,
    shape: OnceLock<Shape>,
}

impl Decoded {
    /// The schema of an object.
    pub(super) fn object(&mut self, schema: ObjectSchema) -> Arc<Object> {
        Arc::clone(self.0.get(schema.place(), || Object::new(schema)))
    }
}

impl Object {
    fn new(schema: ObjectSchema) -> Self {
        let property = |schema| Property { schema, shape: OnceLock::new() };
        let required = schema.properties().filter(|it| it.is_required());
        Self {
            schema,
            properties: schema.properties().map(property).collect(),
            required: required.map(PropertySchema::name).collect(),
            rules: schema.rules().collect(),
        }
    }

    /// The property with this name.
    pub(super) fn property(&self, name: &str) -> Option<&Property> {
        let compare = |property: &Property| property.schema.compare_name(name);
        let index = self.properties.binary_search_by(compare).ok()?;
        Some(&self.properties[index])
    }

    /// The names of all properties.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.properties.iter().map(|it| it.schema.name())
    }
}

impl Property {
    /// What its value is.
    pub(super) fn shape(&self) -> &Shape {
        self.shape.get_or_init(|| self.schema.shape())
    }
}
