//! One resource or property type: `new`, its arguments, and a setter per property.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{
    docs,
    ids::{Id, Ids, Place},
    names::Names,
    page,
    words::{self, snake},
};
use crate::ir::{Kind, ObjectType, Property, Replacement, Shape};

/// Methods that a setter may not hide.
const METHODS: [&str; 9] = [
    "add",
    "clone",
    "fmt",
    "from_properties",
    "into_properties",
    "into_value",
    "new",
    "tagging",
    "type_name",
];

/// At most this many required properties are positional.
const POSITIONAL: usize = 3;

/// What is needed to write the types of one service.
pub(crate) struct Context<'a> {
    pub(crate) service: &'a str,
    pub(crate) ids: &'a Ids<'a>,
    pub(crate) names: &'a mut Names,
}

/// One object of a resource type; the resource itself has no object name.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'a> {
    pub(crate) type_name: &'a str,
    pub(crate) object: &'a str,
}

impl Context<'_> {
    /// The `impl` block of `name`, and the struct of its arguments if it needs one.
    pub(crate) fn implementation(
        &mut self,
        out: &mut String,
        name: &str,
        owner: Owner<'_>,
        ty: &ObjectType,
    ) {
        let required: Vec<(&String, &Property)> = ty
            .properties
            .iter()
            .filter(|(_, property)| property.required)
            .collect();
        let types: Vec<String> = required
            .iter()
            .map(|(name, property)| self.rust_type(owner, name, property))
            .collect();
        let distinct = types
            .iter()
            .enumerate()
            .all(|(index, it)| !types[..index].contains(it));

        let mut body = String::new();
        if required.len() <= POSITIONAL && distinct {
            positional(&mut body, owner, &required, &types);
        } else {
            let arguments = self.names.arguments(name);
            named(out, &mut body, (name, owner), &arguments, &required, &types);
        }
        let mut methods = BTreeSet::new();
        for (property_name, property) in &ty.properties {
            // `new` has set it, and only resources are changed after they were made.
            if property.required && !owner.object.is_empty() {
                continue;
            }
            let rust_type = self.rust_type(owner, property_name, property);
            let method = unique(&mut methods, method_name(property_name));
            body.push_str(&property_docs("    ", owner, property_name, property));
            setter(&mut body, &method, property_name, &rust_type);
        }
        let _ = writeln!(out, "impl {name} {{\n{body}}}\n");
    }

    /// The `T` of a property's `impl IntoValue<T>`.
    fn rust_type(&self, owner: Owner<'_>, name: &str, property: &Property) -> String {
        let Owner { type_name, object } = owner;
        let id = self
            .ids
            .of_property(Place { type_name, object, name, property });
        self.shape_type(owner, name, &property.shape, id.as_ref())
    }

    pub(crate) fn shape_type(
        &self,
        owner: Owner<'_>,
        name: &str,
        shape: &Shape,
        id: Option<&Id>,
    ) -> String {
        let Owner { type_name, object } = owner;
        match &shape.kind {
            Kind::Json => "value::Json".to_owned(),
            Kind::Integer => "i64".to_owned(),
            Kind::Number => "f64".to_owned(),
            Kind::Boolean => "bool".to_owned(),
            Kind::Timestamp => "String".to_owned(),
            Kind::Tag => "super::Tag".to_owned(),
            Kind::List(item) => format!("Vec<{}>", self.shape_type(owner, name, item, id)),
            Kind::Map(entry) => {
                format!("value::Map<{}>", self.shape_type(owner, name, entry, id))
            }
            Kind::Object(object) => self.names.object(type_name, object).to_owned(),
            Kind::String => {
                if let Some(name) = self.names.enum_of(type_name, object, name) {
                    return name.to_owned();
                }
                id.map_or("String".to_owned(), |id| self.id_path(id))
            }
            // CloudFormation reads numbers and booleans from strings.
            Kind::Union(kinds) => {
                let is_scalar = |it: &Shape| {
                    matches!(it.kind, Kind::String | Kind::Integer | Kind::Number | Kind::Boolean)
                };
                if kinds.iter().all(is_scalar) { "String" } else { "value::Json" }.to_owned()
            }
        }
    }

    /// An id's type as this service's module names it.
    pub(crate) fn id_path(&self, id: &Id) -> String {
        if id.service == self.service {
            id.name.clone()
        } else {
            format!("ids::{}::{}", id.service, id.name)
        }
    }
}

fn positional(
    body: &mut String,
    owner: Owner<'_>,
    required: &[(&String, &Property)],
    types: &[String],
) {
    let mut parameters = Vec::new();
    let mut chain = String::new();
    for ((name, _), rust_type) in required.iter().zip(types) {
        let parameter = snake(name);
        let _ = write!(chain, ".with({name:?}, {parameter})");
        parameters.push(format!("{parameter}: impl IntoValue<{rust_type}>"));
    }
    let summary = match required {
        [] => "Without any property: none is required.",
        _ => "With the required properties, in alphabetical order.",
    };
    let _ = writeln!(body, "    /// {summary}");
    // Those of a resource have setters, too, which say what they are.
    if !owner.object.is_empty() {
        for (name, property) in required {
            body.push_str(&argument_docs(owner, name, property));
        }
    }
    let _ = writeln!(body, "    pub fn new({}) -> Self {{", parameters.join(", "));
    let _ = writeln!(body, "        Self(value::Properties::new(){chain})\n    }}");
}

fn named(
    out: &mut String,
    body: &mut String,
    (name, owner): (&str, Owner<'_>),
    arguments: &str,
    required: &[(&String, &Property)],
    types: &[String],
) {
    let letters: Vec<String> = (0..required.len())
        .map(|index| format!("T{index}"))
        .collect();
    let generics = letters.join(", ");
    let _ = writeln!(out, "/// The required properties of [`{name}`].");
    let _ = writeln!(out, "pub struct {arguments}<{generics}> {{");
    let mut chain = String::new();
    for ((property_name, property), letter) in required.iter().zip(&letters) {
        let field = snake(property_name);
        out.push_str(&property_docs("    ", owner, property_name, property));
        let _ = writeln!(out, "    pub {field}: {letter},");
        let _ = write!(chain, ".with({property_name:?}, arguments.{field})");
    }
    out.push_str("}\n\n");
    let bounds: Vec<String> = letters
        .iter()
        .zip(types)
        .map(|(letter, it)| format!("{letter}: IntoValue<{it}>"))
        .collect();
    let _ = writeln!(body, "    /// With the required properties.");
    let _ = writeln!(
        body,
        "    pub fn new<{}>(arguments: {arguments}<{generics}>) -> Self {{",
        bounds.join(", ")
    );
    let _ = writeln!(body, "        Self(value::Properties::new(){chain})\n    }}");
}

/// `NotificationARNs` and `NotificationArns` of one type: the second has an underscore.
pub(crate) fn unique(taken: &mut BTreeSet<String>, mut method: String) -> String {
    while !taken.insert(method.clone()) {
        method.push('_');
    }
    method
}

fn setter(body: &mut String, method: &str, name: &str, rust_type: &str) {
    let _ =
        writeln!(body, "    pub fn {method}(self, value: impl IntoValue<{rust_type}>) -> Self {{");
    let _ = writeln!(body, "        Self(self.0.with({name:?}, value))\n    }}");
}

/// The name of a property's setter.
fn method_name(name: &str) -> String {
    let method = snake(name);
    if METHODS.contains(&method.as_str()) { method + "_" } else { method }
}

fn property_docs(indent: &str, owner: Owner<'_>, name: &str, property: &Property) -> String {
    let mut text = docs::markdown(&property.docs);
    if text.is_empty() {
        text = format!("`{name}`: {}.", words::words(name).join(" "));
    }
    text.push_str(replacement(property));
    docs::comment(indent, &text) + &page::property_link(indent, owner, name)
}

/// What `new` says of one of its arguments: the first paragraph of the property.
fn argument_docs(owner: Owner<'_>, name: &str, property: &Property) -> String {
    let text = docs::markdown(&property.docs);
    let first = text.split("\n\n").next().unwrap_or_default();
    let is_prose = first.starts_with(|it: char| it.is_alphanumeric() || it == '`');
    let first = if is_prose { first.to_owned() } else { words::words(name).join(" ") + "." };
    let text = format!("\n`{}`: {first}{}", snake(name), replacement(property));
    docs::comment("    ", &text) + &page::property_link("    ", owner, name)
}

fn replacement(property: &Property) -> &'static str {
    match property.replacement {
        Replacement::No => "",
        Replacement::Maybe => "\n\n**Changing this may replace the resource.**",
        Replacement::Yes => "\n\n**Changing this replaces the resource.**",
    }
}
