//! Objects: resources and the property types below them.

use std::{cmp::Ordering, fmt};

use super::{ResourceSchema, Shape, Strings, file, reader::Reader};

/// The properties of a resource or property type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectSchema {
    resource: ResourceSchema,
    body: Reader,
}

impl ObjectSchema {
    pub(super) fn new(resource: ResourceSchema, body: Reader) -> Self {
        Self { resource, body }
    }

    /// The resource type that it is a part of.
    #[must_use]
    pub fn resource(self) -> ResourceSchema {
        self.resource
    }

    /// The properties, in alphabetical order. Those that only AWS sets are attributes, and not
    /// among them.
    pub fn properties(self) -> impl Iterator<Item = PropertySchema> {
        let mut body = self.body;
        body.number();
        let mut properties = body.block();
        std::iter::from_fn(move || {
            (!properties.is_empty()).then(|| PropertySchema {
                resource: self.resource,
                name: properties.index(),
                flags: properties.number(),
                shape: properties.index(),
            })
        })
    }

    /// The property named `name`.
    #[must_use]
    pub fn property(self, name: &str) -> Option<PropertySchema> {
        self.properties()
            .find(|property| file::is_string(property.name, name))
    }

    /// Which properties go together, or don't.
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        let mut body = self.body;
        body.number();
        body.block();
        std::iter::from_fn(move || (!body.is_empty()).then(|| Rule::read(&mut body)))
    }

    /// Whether it is the resource itself, and not a property type below it.
    #[must_use]
    pub fn is_resource(self) -> bool {
        self.place() == self.resource.object().place()
    }

    /// Tells it from all others, and costs nothing.
    pub(crate) fn place(self) -> (usize, usize) {
        self.body.place()
    }

    /// Whether it takes properties that aren't listed.
    #[must_use]
    pub fn is_open(self) -> bool {
        let mut body = self.body;
        body.number() != 0
    }
}

/// One property of an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PropertySchema {
    resource: ResourceSchema,
    /// Its place among the strings: most properties are passed over, and never asked for a name.
    name: u32,
    flags: u64,
    shape: u32,
}

impl PropertySchema {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        file::string(self.name)
    }

    /// How its name is ordered beside another.
    pub(crate) fn compare_name(self, other: &str) -> Ordering {
        file::compare_string(self.name, other)
    }

    /// Whether the object needs it.
    #[must_use]
    pub fn is_required(self) -> bool {
        self.flags & 1 != 0
    }

    /// What changing it does to the resource.
    #[must_use]
    pub fn replacement(self) -> Replacement {
        match self.flags >> 1 {
            0 => Replacement::Never,
            1 => Replacement::Maybe,
            _ => Replacement::Always,
        }
    }

    /// What its value is, and what limits it.
    #[must_use]
    pub fn shape(self) -> Shape {
        Shape::read(self.resource, self.shape)
    }
}

impl fmt::Debug for PropertySchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertySchema")
            .field("name", &self.name())
            .field("flags", &self.flags)
            .field("shape", &self.shape)
            .finish_non_exhaustive()
    }
}

/// Whether changing a property replaces the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// It is updated in place.
    Never,
    /// It depends on the values.
    Maybe,
    /// It is created anew, and the old one is deleted.
    Always,
}

/// Which properties of an object go together, or don't.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// Exactly one of these sets is present as a whole.
    ExactlyOne(Vec<Strings>),
    /// At least one of these sets is present as a whole.
    AtLeastOne(Vec<Strings>),
    /// With the first, all of the others.
    Requires(&'static str, Strings),
    /// With the first, none of the others.
    Excludes(&'static str, Strings),
}

impl Rule {
    fn read(body: &mut Reader) -> Self {
        let tag = body.number();
        let mut sets = body.block();
        let all = |mut sets: Reader| {
            std::iter::from_fn(move || (!sets.is_empty()).then(|| sets.strings())).collect()
        };
        match tag {
            0 => Self::ExactlyOne(all(sets)),
            1 => Self::AtLeastOne(all(sets)),
            _ => {
                let name = sets.strings().next().unwrap_or_default();
                let others = sets.strings();
                if tag == 2 { Self::Requires(name, others) } else { Self::Excludes(name, others) }
            }
        }
    }
}
