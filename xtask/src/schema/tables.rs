//! The strings and shapes that records share, the most frequent first: low numbers are short.

use std::collections::BTreeMap;

use crate::ir::{Ir, Kind, ObjectType, ResourceType, Rule, Shape};

#[derive(Debug, Default)]
pub(crate) struct Tables {
    strings: BTreeMap<String, u32>,
    /// By their JSON, as shapes hold floats and have no order of their own.
    shapes: BTreeMap<String, u32>,
    ordered_strings: Vec<String>,
    ordered_shapes: Vec<Shape>,
}

#[derive(Default)]
struct Counts {
    strings: BTreeMap<String, usize>,
    shapes: BTreeMap<String, (usize, Shape)>,
}

impl Tables {
    pub(crate) fn collect(ir: &Ir) -> Self {
        let mut counts = Counts::default();
        ir.regions.iter().for_each(|region| counts.string(region));
        for (name, resource) in &ir.resources {
            counts.string(name);
            counts.resource(resource);
        }

        let mut strings: Vec<(String, usize)> = counts.strings.into_iter().collect();
        strings.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut shapes: Vec<(String, (usize, Shape))> = counts.shapes.into_iter().collect();
        shapes.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        Self {
            strings: (0..)
                .zip(&strings)
                .map(|(index, (text, _))| (text.clone(), index))
                .collect(),
            shapes: (0..)
                .zip(&shapes)
                .map(|(index, (key, _))| (key.clone(), index))
                .collect(),
            ordered_strings: strings.into_iter().map(|(text, _)| text).collect(),
            ordered_shapes: shapes.into_iter().map(|(_, (_, shape))| shape).collect(),
        }
    }

    pub(crate) fn strings(&self) -> impl Iterator<Item = &str> {
        self.ordered_strings.iter().map(String::as_str)
    }

    pub(crate) fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.ordered_shapes.iter()
    }

    pub(crate) fn string(&self, text: &str) -> u32 {
        self.strings[text]
    }

    pub(crate) fn shape(&self, shape: &Shape) -> u32 {
        self.shapes[&key(shape)]
    }
}

fn key(shape: &Shape) -> String {
    serde_json::to_string(shape).expect("a shape is plain data")
}

impl Counts {
    fn string(&mut self, text: &str) {
        *self.strings.entry(text.to_owned()).or_default() += 1;
    }

    fn resource(&mut self, resource: &ResourceType) {
        self.object(&resource.object);
        for (name, object) in &resource.types {
            self.string(name);
            self.object(object);
        }
        for (name, attribute) in &resource.attributes {
            self.string(name);
            self.shape(&attribute.shape);
        }
        let ResourceType { create_only, conditional_create_only, read_only, .. } = resource;
        let ResourceType { write_only, deprecated, primary_identifier, reference, .. } = resource;
        let lists = [create_only, conditional_create_only, read_only, write_only, deprecated];
        let lists = lists.into_iter().chain([primary_identifier, reference]);
        lists
            .chain(resource.permissions.values())
            .flatten()
            .for_each(|text| self.string(text));
        resource
            .permissions
            .keys()
            .for_each(|handler| self.string(handler));
        resource
            .tagging
            .iter()
            .for_each(|tagging| self.string(&tagging.property));
        resource
            .lifecycle
            .iter()
            .for_each(|lifecycle| self.string(lifecycle));
    }

    fn object(&mut self, object: &ObjectType) {
        for (name, property) in &object.properties {
            self.string(name);
            self.shape(&property.shape);
        }
        for rule in &object.rules {
            match rule {
                Rule::ExactlyOne(sets) | Rule::AtLeastOne(sets) => {
                    sets.iter().flatten().for_each(|name| self.string(name));
                }
                Rule::Requires(name, others) | Rule::Excludes(name, others) => {
                    self.string(name);
                    others.iter().for_each(|other| self.string(other));
                }
            }
        }
    }

    fn shape(&mut self, shape: &Shape) {
        let counted = self
            .shapes
            .entry(key(shape))
            .or_insert_with(|| (0, shape.clone()));
        counted.0 += 1;
        if 1 < counted.0 {
            return;
        }
        match &shape.kind {
            Kind::List(inner) | Kind::Map(inner) => self.shape(inner),
            Kind::Union(kinds) => kinds.iter().for_each(|kind| self.shape(kind)),
            Kind::Object(name) => self.string(name),
            _ => {}
        }
        let texts = shape
            .pattern
            .iter()
            .chain(&shape.format)
            .chain(&shape.values);
        texts.for_each(|text| self.string(text));
    }
}
