//! What a part of a template refers to by name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The names that a part of a template refers to, each with its section.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Resources and parameters.
    pub(super) elements: BTreeSet<String>,
    pub(super) conditions: BTreeSet<String>,
    pub(super) mappings: BTreeSet<String>,
}

impl Names {
    /// The names in `value`, which may be a resource with all of its attributes.
    pub(super) fn of(value: &Value) -> Self {
        let mut names = Self::default();
        names.search(value);
        names
    }

    fn search(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.search(item)),
            Value::Object(map) => map.iter().for_each(|(key, value)| self.entry(key, value)),
            _ => {}
        }
    }

    fn entry(&mut self, key: &str, value: &Value) {
        match (key, value) {
            ("Ref" | "DependsOn", Value::String(name)) => self.element(name),
            ("Fn::GetAtt", Value::String(name)) => {
                self.element(name.split('.').next().unwrap_or_default());
            }
            ("Fn::GetAtt", Value::Array(parts)) => {
                parts
                    .first()
                    .and_then(Value::as_str)
                    .into_iter()
                    .for_each(|it| self.element(it));
            }
            ("Fn::Sub", value) => {
                let text = value
                    .as_str()
                    .or_else(|| value[0].as_str())
                    .unwrap_or_default();
                let own = value[1].as_object();
                for name in sub_names(text) {
                    let first = name.split('.').next().unwrap_or_default();
                    if !own.is_some_and(|own| own.contains_key(first)) {
                        self.element(first);
                    }
                }
                self.search(&value[1]);
            }
            ("DependsOn", Value::Array(names)) => {
                names
                    .iter()
                    .filter_map(Value::as_str)
                    .for_each(|name| self.element(name));
            }
            ("Condition", Value::String(name)) => {
                self.conditions.insert(name.clone());
            }
            ("Fn::If", Value::Array(parts)) => {
                self.conditions
                    .extend(parts.first().and_then(Value::as_str).map(str::to_owned));
                parts.iter().skip(1).for_each(|part| self.search(part));
            }
            ("Fn::FindInMap", Value::Array(parts)) => {
                self.mappings
                    .extend(parts.first().and_then(Value::as_str).map(str::to_owned));
                parts.iter().skip(1).for_each(|part| self.search(part));
            }
            (_, value) => self.search(value),
        }
    }

    fn element(&mut self, name: &str) {
        if !name.is_empty() && !name.starts_with("AWS::") {
            self.elements.insert(name.to_owned());
        }
    }
}

/// Puts a part of `from` into `to`, with everything that it refers to and `to` lacks.
///
/// What `to` has stays as it is there.
pub(super) fn bring(to: &mut Value, from: &Value, section: &str, name: &str) {
    if to[section].get(name).is_some() {
        return;
    }
    let Some(part) = from[section].get(name) else { return };
    if !to[section].is_object() {
        to[section] = Value::Object(Map::new());
    }
    to[section][name] = part.clone();
    bring_references(to, from, part);
}

/// Puts everything that `part` refers to into `to`, as far as `from` has it and `to` lacks it.
pub(super) fn bring_references(to: &mut Value, from: &Value, part: &Value) {
    let names = Names::of(part);
    for name in &names.elements {
        let is_parameter = from["Parameters"].get(name).is_some();
        bring(to, from, if is_parameter { "Parameters" } else { "Resources" }, name);
    }
    for name in &names.conditions {
        bring(to, from, "Conditions", name);
    }
    for name in &names.mappings {
        bring(to, from, "Mappings", name);
    }
}

/// The names in `${…}` of a text, without those that are written out (`${!…}`).
fn sub_names(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("${").skip(1);
    parts
        .filter_map(|part| part.split('}').next())
        .filter(|name| !name.starts_with('!'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_way_to_refer_is_known() {
        let names = Names::of(&json!({
            "Condition": "IsProd",
            "DependsOn": ["A", "B"],
            "Properties": {
                "C": {"Ref": "C"}, "R": {"Ref": "AWS::Region"},
                "D": {"Fn::GetAtt": ["D", "Arn"]}, "E": {"Fn::GetAtt": "E.Arn"},
                "F": {"Fn::Sub": "${F}-${F.Arn}-${!Not}-${AWS::Region}"},
                "G": {"Fn::Sub": ["${Own}-${G.Arn}", {"Own": {"Ref": "H"}}]},
                "I": {"Fn::If": ["IsBig", {"Ref": "I"}, {"Fn::FindInMap": ["Sizes", "a", "b"]}]},
            },
        }));
        let elements: Vec<_> = names.elements.iter().map(String::as_str).collect();
        assert_eq!(elements.join(""), "ABCDEFGHI");
        assert_eq!(names.conditions.len(), 2);
        assert_eq!(names.mappings.len(), 1);
    }

    #[test]
    fn what_is_brought_brings_what_it_refers_to() {
        let from = json!({
            "Parameters": {"Size": {"Type": "String"}},
            "Resources": {
                "A": {"Type": "X", "Properties": {"B": {"Ref": "B"}, "S": {"Ref": "Size"}}},
                "B": {"Type": "Y"}, "C": {"Type": "Z"},
            },
        });
        let mut to = json!({"Resources": {"B": {"Type": "mine"}}});
        bring(&mut to, &from, "Resources", "A");
        assert_eq!(to["Resources"]["A"], from["Resources"]["A"]);
        assert_eq!(to["Resources"]["B"]["Type"], "mine");
        assert_eq!(to["Parameters"], from["Parameters"]);
        assert!(to["Resources"].get("C").is_none());
    }
}
