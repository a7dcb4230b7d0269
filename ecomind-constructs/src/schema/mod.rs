//! What CloudFormation's schemas say about each resource type, as data.
//!
//! ```
//! use ecomind_constructs::schema;
//!
//! let bucket = schema::resource_type("AWS::S3::Bucket").unwrap();
//! assert!(bucket.is_stateful());
//! assert!(bucket.create_only().any(|path| path == "BucketName"));
//!
//! let name = bucket.object().property("BucketName").unwrap();
//! assert_eq!(name.shape().max_length, Some(63));
//! ```
//!
//! All types are here, whatever features are on: validation, `diff` and deployment roles need
//! them for resources that a template merely contains. It costs nothing at start and about
//! a microsecond per lookup: the data is part of the program's file, laid out to be read in
//! place, and only what is asked for is decoded. A program that asks for nothing doesn't even
//! contain it, since the linker leaves it out; hence no cargo feature switches it off.
//!
//! Paths such as `Endpoint/Port` name nested properties; `*` stands for the items of a list.
//!
//! The data is generated: see `xtask/spec/NOTICE.md` for where it comes from.

mod file;
mod object_schema;
mod reader;
mod resource_schema;
mod shape;
mod strings;

pub use self::{
    object_schema::{ObjectSchema, PropertySchema, Replacement, Rule},
    resource_schema::{Handler, ResourceSchema, TagProperty, TagStyle},
    shape::{Kind, Shape},
    strings::Strings,
};

/// The schema of the type named `name`, such as `AWS::S3::Bucket`.
#[must_use]
pub fn resource_type(name: &str) -> Option<ResourceSchema> {
    file::find(name).map(|(name, record)| ResourceSchema::new(name, record))
}

/// The names of all types, in alphabetical order.
#[must_use]
pub fn resource_types() -> impl ExactSizeIterator<Item = &'static str> {
    file::type_names()
}

/// The regions of which it is known what types they have, in alphabetical order.
#[must_use]
pub fn regions() -> impl ExactSizeIterator<Item = &'static str> {
    file::regions()
}

#[cfg(test)]
mod tests;
