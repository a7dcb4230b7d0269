//! Resources of any type.

use std::borrow::Cow;

use crate::value::{Expr, Properties};

use super::{Resource, Tagging};

/// A resource of a type that has no Rust type here: private types, custom resources, or one that
/// AWS added since.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::tree::RawResource;
///
/// # let mut app = App::new();
/// # let mut stack = app.stack("Test")?;
/// let seed = RawResource::new("Custom::Seed")
///     .property("ServiceToken", "arn:aws:lambda:us-east-1:111122223333:function:seed")
///     .property("Rows", 100)
///     .add("Seed", &mut stack)?;
/// let checksum: Value<String> = seed.attribute("Checksum");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "adds nothing until `add` is called"]
pub struct RawResource {
    type_name: String,
    tagging: Tagging,
    properties: Properties,
}

impl RawResource {
    /// A resource of the type named `type_name`, such as `Custom::Seed`.
    pub fn new(type_name: impl Into<String>) -> Self {
        Self { type_name: type_name.into(), tagging: Tagging::None, properties: Properties::new() }
    }

    /// Sets a property.
    pub fn property(mut self, name: &'static str, value: impl Into<Expr>) -> Self {
        self.properties.set(name, value);
        self
    }

    /// Where tags go that flow down to it. Default: [`Tagging::None`].
    pub fn with_tagging(mut self, tagging: Tagging) -> Self {
        self.tagging = tagging;
        self
    }
}

impl Resource for RawResource {
    type Reference = String;

    fn type_name(&self) -> Cow<'static, str> {
        Cow::Owned(self.type_name.clone())
    }

    fn tagging(&self) -> Tagging {
        self.tagging
    }

    fn into_properties(self) -> Properties {
        self.properties
    }

    fn from_properties(type_name: &str, properties: Properties) -> Self {
        Self { type_name: type_name.to_owned(), tagging: Tagging::None, properties }
    }
}
