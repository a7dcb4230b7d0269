//! One resource type, with its property types and its handle.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{
    docs,
    object::{Context, Owner, unique},
    page,
    words::snake,
};
use crate::ir::{Kind, ResourceType, Shape, TagStyle};

/// Methods of every handle, which a getter may not repeat.
const HANDLE_METHODS: [&str; 10] = [
    "attribute",
    "clone",
    "eq",
    "fmt",
    "from",
    "into",
    "into_value",
    "list_attribute",
    "node",
    "reference",
];

impl Context<'_> {
    pub(crate) fn resource(&mut self, out: &mut String, type_name: &str, resource: &ResourceType) {
        let name = self.names.resource(type_name).to_owned();
        let summary = format!("A resource of type `{type_name}`.");
        let text = type_docs(&resource.object.docs, &summary, Owner { type_name, object: "" });
        let alias = alias(super::ids::resource_name(type_name), &name);
        let reference = match &resource.reference[..] {
            [attribute] => self.ids.of_attribute(type_name, attribute),
            _ => None,
        };
        let reference = reference.map_or("String".to_owned(), |id| self.id_path(&id));
        let tagging = match &resource.tagging {
            None => "None".to_owned(),
            Some(tagging) => {
                let style = match tagging.style {
                    TagStyle::List => "List",
                    TagStyle::AutoScalingGroup => "AutoScalingGroup",
                    TagStyle::Map => "Map",
                };
                format!("{style}({:?})", tagging.property)
            }
        };
        let _ = writeln!(
            out,
            "resource! {{\n{}{alias}    {name}, {type_name:?}, {reference}, {tagging}\n}}\n",
            docs::comment("    ", &text)
        );
        self.implementation(out, &name, Owner { type_name, object: "" }, &resource.object);
        self.handle(out, &name, type_name, resource);

        for (object, ty) in resource.reachable_types() {
            let name = self.names.object(type_name, object).to_owned();
            let summary = format!("`{object}` of `{type_name}`.");
            let text = type_docs(&ty.docs, &summary, Owner { type_name, object });
            let _ = writeln!(out, "object! {{\n{}    {name}\n}}\n", docs::comment("    ", &text));
            self.implementation(out, &name, Owner { type_name, object }, ty);
        }
    }

    /// What a handle of the resource gives: its attributes, and itself where its id is due.
    fn handle(&mut self, out: &mut String, name: &str, type_name: &str, resource: &ResourceType) {
        let mut getters = String::new();
        let mut methods = BTreeSet::new();
        for (attribute, details) in &resource.attributes {
            let mut text = docs::markdown(&details.docs);
            if text.is_empty() {
                text = format!("The attribute `{attribute}`.");
            }
            getters.push_str(&docs::comment("    ", &text));
            let mut method = snake(attribute);
            if HANDLE_METHODS.contains(&method.as_str()) {
                method += "_attribute";
            }
            let method = unique(&mut methods, method);
            let rust_type = self.attribute_type(type_name, attribute, &details.shape);
            let read = if rust_type.starts_with("Vec<") { "list_attribute" } else { "attribute" };
            let _ = writeln!(getters, "    pub fn {method}(self) -> Value<{rust_type}> {{");
            let _ =
                writeln!(getters, "        super::provides::{read}(self, {attribute:?})\n    }}");
        }
        if !getters.is_empty() {
            let _ = writeln!(out, "impl Ref<{name}> {{\n{getters}}}\n");
        }
        for (id, attribute) in self.ids.provided_by(type_name) {
            let id = self.id_path(&id);
            let attribute = attribute.map_or(String::new(), |it| format!(", {it:?}"));
            let _ = writeln!(out, "provides! {{ {name}, {id}{attribute} }}\n");
        }
    }

    fn attribute_type(&self, type_name: &str, attribute: &str, shape: &Shape) -> String {
        if matches!(shape.kind, Kind::String)
            && let Some(id) = self.ids.of_attribute(type_name, attribute)
        {
            return self.id_path(&id);
        }
        let owner = Owner { type_name, object: "" };
        match &shape.kind {
            // What an attribute allows says nothing about what it is compared with.
            Kind::String => "String".to_owned(),
            Kind::List(item) => format!("Vec<{}>", self.attribute_type(type_name, "", item)),
            // A template can pass a whole object on, and no more.
            Kind::Object(_) | Kind::Map(_) | Kind::Tag => "value::Json".to_owned(),
            _ => self.shape_type(owner, "", shape, None),
        }
    }
}

/// A search for AWS's spelling finds the Rust name.
fn alias(original: &str, name: &str) -> String {
    if original == name { String::new() } else { format!("    #[doc(alias = {original:?})]\n") }
}

fn type_docs(text: &str, summary: &str, owner: Owner<'_>) -> String {
    let text = docs::markdown(text);
    let text = if text.is_empty() || text.starts_with("Resource Type definition") {
        summary.to_owned()
    } else {
        text
    };
    let address = page::address(owner);
    let label = format!("{} {}", owner.type_name, owner.object);
    let label = label.trim_end();
    format!("{text}\n\nCloudFormation: [`{label}`]({address})")
}
