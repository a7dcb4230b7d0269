//! The sections of a template.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    Check,
    checker::{Checker, Place},
    did_you_mean,
    literals::shown,
    names::is_loop,
    yields::Yields,
};

const SECTIONS: [&str; 10] = [
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
];

const LONGEST_LOGICAL_ID: usize = 255;
const LONGEST_DESCRIPTION: usize = 1024;

impl<'a> Checker<'a> {
    /// Checks everything.
    pub(super) fn template(&mut self, bytes: usize) {
        let template = self.template;
        for (name, value) in template.root() {
            self.within(name, |checker| match name.as_str() {
                "AWSTemplateFormatVersion" if value != "2010-09-09" => {
                    let message = format!("must be \"2010-09-09\", got {}", shown(value));
                    checker.find(Check::Section, message);
                }
                "Description" => checker.description(value),
                "Metadata" => {
                    checker.place = Place::Metadata;
                    checker.free(value);
                    checker.place = Place::Property;
                }
                "Parameters" => checker.entries(value, Self::parameters),
                "Rules" => checker.entries(value, Self::rules),
                "Mappings" => checker.entries(value, Self::mappings),
                "Conditions" => checker.entries(value, Self::conditions),
                "Outputs" => checker.entries(value, Self::outputs),
                name if SECTIONS.contains(&name) => {}
                _ if checker.names.has_macros => {}
                _ => {
                    let hint = did_you_mean(name, SECTIONS);
                    checker.find_with(Check::Section, "is no section of a template", hint);
                }
            });
        }
        self.resources();
        self.circles();
        self.redundant_dependencies();
        self.unique_ids();
        self.unused();
        self.limits(bytes);
    }

    fn entries(&mut self, value: &'a Value, check: impl FnOnce(&mut Self, &'a Map<String, Value>)) {
        match value {
            Value::Object(entries) => check(self, entries),
            other => self.find(Check::Section, format!("must be a map, got {}", shown(other))),
        }
    }

    fn description(&mut self, value: &'a Value) {
        match value.as_str() {
            None => self.find(Check::Section, format!("must be a string, got {}", shown(value))),
            Some(text) if LONGEST_DESCRIPTION < text.len() => {
                let message =
                    format!("must have at most {LONGEST_DESCRIPTION} bytes, got {}", text.len());
                self.find(Check::Section, message);
            }
            Some(_) => {}
        }
    }

    pub(super) fn logical_id(&mut self, id: &str) {
        // Loops put their ids together.
        let is_right = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_right && !id.contains("${") && !id.contains("&{") {
            self.find(Check::LogicalId, format!("must be letters and digits, got {id:?}"));
        } else if LONGEST_LOGICAL_ID < id.len() {
            let message =
                format!("must have at most {LONGEST_LOGICAL_ID} characters, got {}", id.len());
            self.find(Check::LogicalId, message);
        }
    }

    fn unique_ids(&mut self) {
        let names = &self.names;
        let both = names
            .parameters
            .keys()
            .filter(|name| names.resources.contains_key(*name));
        for name in both.copied().collect::<Vec<_>>() {
            self.within("Parameters", |it| {
                it.within(name, |it| {
                    it.find(Check::LogicalId, "must not have the name of a resource");
                });
            });
        }
    }

    fn mappings(&mut self, mappings: &'a Map<String, Value>) {
        for (name, mapping) in mappings {
            if name == "Fn::Transform" {
                continue;
            }
            self.within(name, |checker| {
                checker.logical_id(name);
                let levels = mapping.as_object().into_iter().flatten();
                let is_right = |value: &Value| {
                    value.is_object()
                        && value
                            .as_object()
                            .into_iter()
                            .flatten()
                            .all(|(_, it)| !it.is_object())
                };
                if mapping.as_object().is_none_or(Map::is_empty) {
                    checker.find(Check::Section, "must be a map of maps");
                }
                for (key, value) in levels {
                    if !is_right(value) && key != "Fn::Transform" {
                        checker.within(key, |checker| {
                            let message = "must be a map to strings, numbers or lists";
                            checker.find(Check::Section, message);
                        });
                    }
                }
            });
        }
    }

    fn outputs(&mut self, outputs: &'a Map<String, Value>) {
        self.place = Place::Output;
        let mut exports: BTreeSet<String> = BTreeSet::new();
        for (name, output) in outputs {
            if is_loop(name) {
                self.loop_body(name, output, Self::free);
                continue;
            }
            self.within(name, |checker| {
                checker.logical_id(name);
                let Some(entries) = output.as_object() else {
                    return checker.find(Check::Output, "must be a map with a `Value`");
                };
                if !entries.contains_key("Value") {
                    checker.find(Check::Output, "must have a `Value`");
                }
                for (property, value) in entries {
                    checker.within(property, |checker| match property.as_str() {
                        "Value" => checker.output_text(value),
                        "Description" => checker.description(value),
                        "Condition" => checker.condition_name(value),
                        "Export" => checker.export(value, &mut exports),
                        _ => {
                            let known = ["Value", "Description", "Condition", "Export"];
                            let hint = did_you_mean(property, known);
                            checker.find_with(Check::Output, "is nothing that an output has", hint);
                        }
                    });
                }
            });
        }
        self.place = Place::Property;
    }

    fn output_text(&mut self, value: &'a Value) {
        match super::functions::function_of(value, self.place) {
            Some((name, argument)) => {
                if self.function(name, argument, None) == Yields::List {
                    let hint = "join it with `Fn::Join`".to_owned();
                    let message = format!("must be a string, and `{name}` gives a list");
                    self.find_with(Check::Output, message, Some(hint));
                }
            }
            None if value.is_array() || value.is_object() || value.is_null() => {
                self.find(Check::Output, format!("must be a string, got {}", shown(value)));
            }
            None => self.free(value),
        }
    }

    fn export(&mut self, value: &'a Value, exports: &mut BTreeSet<String>) {
        let Some(name) = value.get("Name") else {
            return self.find(Check::Output, "must be a map with a `Name`");
        };
        self.within("Name", |checker| {
            checker.output_text(name);
            if !exports.insert(name.to_string()) {
                checker.find(Check::Output, format!("must be unique, got {} again", shown(name)));
            }
        });
    }

    fn unused(&mut self) {
        let names = &self.names;
        if names.has_macros {
            return;
        }
        let parameters = names.parameters.keys().map(|name| ("Parameters", *name));
        let mappings = names.mappings.keys().map(|name| ("Mappings", *name));
        let conditions = names.conditions.iter().map(|name| ("Conditions", *name));
        let all = parameters.chain(mappings).chain(conditions);
        let unused: Vec<_> = all.filter(|(_, name)| !self.used.contains(name)).collect();
        for (section, name) in unused {
            self.within(section, |it| it.within(name, |it| it.find(Check::Unused, "is not used")));
        }
    }
}
