//! The type of one value, and what limits it.

use super::{ObjectSchema, ResourceSchema, Strings, file, reader::Reader};

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// Free-form: a policy document, or anything.
    Json,
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A time, as text.
    Timestamp,
    /// A tag: `Key` and `Value`.
    Tag,
    /// A list of these.
    List(Box<Shape>),
    /// A map from strings to these.
    Map(Box<Shape>),
    /// An object with named properties.
    Object(ObjectSchema),
    /// One of these.
    Union(Vec<Shape>),
}

/// What a value is, and what limits it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Shape {
    /// What it is.
    pub kind: Kind,
    /// A regular expression, in the dialect of JSON schema, that must match somewhere.
    pub pattern: Option<&'static str>,
    /// What the text means, such as `AWS::EC2::Subnet.Id` or `ipv4-network`.
    pub format: Option<&'static str>,
    /// The allowed values; none are listed where all are allowed.
    pub values: Strings,
    /// Whether the allowed values may be written in any case.
    pub any_case: bool,
    /// At least so many characters, items or entries.
    pub min_length: Option<u64>,
    /// At most so many characters, items or entries.
    pub max_length: Option<u64>,
    /// At least this number.
    pub minimum: Option<f64>,
    /// At most this number.
    pub maximum: Option<f64>,
    /// Whether no item may occur twice.
    pub unique: bool,
    /// Whether the order of the items means nothing.
    pub unordered: bool,
}

impl Shape {
    pub(super) fn read(resource: ResourceSchema, index: u32) -> Self {
        let mut reader = file::shape(index);
        let kind = kind(resource, &mut reader);
        let flags = reader.number();
        let has = |bit: u32| flags & (1 << bit) != 0;
        // The fields follow in the order in which they are read here.
        Self {
            kind,
            pattern: has(0).then(|| reader.string()),
            format: has(1).then(|| reader.string()),
            values: if has(2) { reader.strings() } else { Strings::new(Reader::new(&[])) },
            min_length: has(3).then(|| reader.number()),
            max_length: has(4).then(|| reader.number()),
            minimum: has(5).then(|| reader.float()),
            maximum: has(6).then(|| reader.float()),
            any_case: has(7),
            unique: has(8),
            unordered: has(9),
        }
    }

    /// Whether a list is a set: no item twice, and in no order.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.unique && self.unordered
    }
}

fn kind(resource: ResourceSchema, reader: &mut Reader) -> Kind {
    match reader.number() {
        1 => Kind::String,
        2 => Kind::Integer,
        3 => Kind::Number,
        4 => Kind::Boolean,
        5 => Kind::Timestamp,
        6 => Kind::Tag,
        7 => Kind::List(Box::new(Shape::read(resource, reader.index()))),
        8 => Kind::Map(Box::new(Shape::read(resource, reader.index()))),
        9 => resource
            .property_type_at(reader.index())
            .map_or(Kind::Json, Kind::Object),
        10 => {
            let count = reader.number();
            Kind::Union(
                (0..count)
                    .map(|_| Shape::read(resource, reader.index()))
                    .collect(),
            )
        }
        _ => Kind::Json,
    }
}
