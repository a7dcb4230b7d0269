//! Resources: their type, their properties, and where they exist.

use serde_json::{Map, Value};

use crate::{
    schema::{self, ResourceSchema},
    template::Resource,
};

use super::{Check, checker::Checker, closest, literals::shown, names::is_loop};

impl<'a> Checker<'a> {
    pub(super) fn resources(&mut self) {
        let template = self.template;
        let entries = template.section("Resources").and_then(Value::as_object);
        self.within("Resources", |checker| {
            if entries.is_none_or(Map::is_empty) {
                checker.find(Check::Section, "must have at least one resource");
            }
            for (id, entry) in entries.into_iter().flatten() {
                if is_loop(id) {
                    checker.loop_body(id, entry, Self::repeated_resources);
                } else if id == "Fn::Transform" {
                    checker.within(id, |checker| checker.free(entry));
                } else if let Some(entry) = entry.as_object() {
                    let type_name = entry
                        .get("Type")
                        .and_then(Value::as_str)
                        .unwrap_or_default();
                    let logical_id = id.as_str();
                    checker.resource(Resource { logical_id, type_name, entry });
                }
            }
        });
    }

    fn repeated_resources(&mut self, body: &'a Value) {
        for (id, entry) in body.as_object().into_iter().flatten() {
            let Some(entry) = entry.as_object() else {
                self.within(id, |checker| checker.find(Check::Section, "must be a map"));
                continue;
            };
            let type_name = entry
                .get("Type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            self.resource(Resource { logical_id: id, type_name, entry });
        }
    }

    fn resource(&mut self, resource: Resource<'a>) {
        let Resource { logical_id, type_name, entry } = resource;
        let declared = self.names.resources.get(logical_id).copied();
        self.current = declared.map(|it| it.index);
        // What a loop makes is not declared.
        let schema = match declared {
            Some(declared) if declared.type_name == type_name => declared.schema,
            _ => schema::resource_type(type_name),
        };
        self.within(logical_id, |checker| {
            checker.logical_id(logical_id);
            checker.resource_attributes(resource);
            let properties = entry.get("Properties");
            match schema {
                Some(schema) => {
                    checker.existence(schema);
                    checker.properties(schema, properties);
                }
                None => checker.without_schema(type_name, properties),
            }
        });
        self.current = None;
    }

    fn properties(&mut self, schema: ResourceSchema, properties: Option<&'a Value>) {
        // Whatever the author of a custom resource likes is right.
        let is_custom = schema.name() == "AWS::CloudFormation::CustomResource";
        self.within("Properties", |checker| match properties {
            Some(Value::Object(entries)) if is_custom => checker.custom(entries),
            Some(Value::Object(entries)) => {
                checker.object(entries, schema.object());
                for path in schema.deprecated() {
                    let path: Vec<&str> = path.split('/').collect();
                    checker.deprecated(properties, &path);
                }
            }
            Some(other) => {
                let message = format!("must be a map, got {}", shown(other));
                checker.find(Check::Type, message);
            }
            None if is_custom => checker.custom(&EMPTY),
            None => checker.object(&EMPTY, schema.object()),
        });
    }

    fn custom(&mut self, entries: &'a Map<String, Value>) {
        if !entries.contains_key("ServiceToken") {
            self.find(Check::MissingProperty, "must have `ServiceToken`");
        }
        for (name, value) in entries {
            self.within(name, |checker| checker.free(value));
        }
    }

    /// Finds what is set at a path that AWS advises against.
    fn deprecated(&mut self, value: Option<&'a Value>, path: &[&'static str]) {
        let (Some(value), [first, rest @ ..]) = (value, path) else { return };
        match (*first, value) {
            ("*", Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(index, |checker| checker.deprecated(Some(item), rest));
                }
            }
            (name, Value::Object(entries)) => {
                let Some(value) = entries.get(name) else { return };
                self.within(name, |checker| match rest {
                    [] => checker.find(Check::DeprecatedProperty, "should not be used any more"),
                    rest => checker.deprecated(Some(value), rest),
                });
            }
            _ => {}
        }
    }

    /// Custom resources, private types, and types that do not exist.
    fn without_schema(&mut self, type_name: &str, properties: Option<&'a Value>) {
        let is_custom = type_name.starts_with("Custom::");
        let is_public = type_name.starts_with("AWS::") || type_name.starts_with("Alexa::");
        let is_private = !is_public && type_name.matches("::").count() >= 2;
        let is_of_macro = self.names.has_macros && type_name.starts_with("AWS::Serverless::");
        if !is_custom && !is_private && !is_of_macro {
            let hint = closest_type(type_name).map(|name| format!("did you mean `{name}`?"));
            let message = format!("must be a type of resource, got {type_name:?}");
            self.within("Type", |it| it.find_with(Check::ResourceType, message, hint));
        }
        self.within("Properties", |checker| match properties {
            Some(Value::Object(entries)) if is_custom => checker.custom(entries),
            None if is_custom => checker.custom(&EMPTY),
            Some(other) => checker.free(other),
            None => {}
        });
    }

    /// Whether there is such a thing, today and in this region.
    fn existence(&mut self, schema: ResourceSchema) {
        let name = schema.name();
        if let Some(region) = self.region
            && schema.exists_in(region) == Some(false)
        {
            let hint = allowed_regions(schema);
            let message = format!("must be a type that {region} has, got {name}");
            self.within("Type", |it| it.find_with(Check::Region, message, Some(hint)));
        }
        let Some(lifecycle) = schema.lifecycle() else { return };
        let (state, date) = lifecycle
            .split_once(' ')
            .unwrap_or((lifecycle, "an unknown day"));
        let (check, message) = match state {
            "shutdown" => (
                Check::Withdrawn,
                format!("must be of a service that still runs: {name} ended on {date}"),
            ),
            "sunset" => (Check::Leaving, format!("is of a service that ends on {date}")),
            _ => (
                Check::Leaving,
                format!("is of a service that takes no new customers since {date}"),
            ),
        };
        self.within("Type", |it| it.find(check, message));
    }
}

/// What a resource without properties has.
static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

/// The type that may be meant; that all begin with `AWS` makes none of them alike.
fn closest_type(given: &str) -> Option<&'static str> {
    let rest = |name: &'static str| name.split_once("::").map_or(name, |(_, rest)| rest);
    let given = given.split_once("::").map_or(given, |(_, rest)| rest);
    let found = closest(given, schema::resource_types().map(rest))?;
    schema::resource_types().find(|name| rest(name) == found)
}

fn allowed_regions(schema: ResourceSchema) -> String {
    let regions: Vec<&str> = schema.regions().collect();
    format!("it exists in {}", regions.join(", "))
}
