//! Reading one node of a registry schema: references followed, alternatives flattened.

use std::collections::BTreeMap;

use serde_json::Value;

/// How deep references may nest before we take them for a cycle.
const DEPTH: usize = 8;

/// The parts that together make up one node.
#[derive(Debug, Default, Clone)]
pub(crate) struct Node<'a> {
    /// What always holds: the node itself, what it refers to, what it is `allOf`.
    pub(crate) always: Vec<&'a Value>,
    /// What may hold: the branches of `oneOf` and `anyOf`.
    pub(crate) branches: Vec<&'a Value>,
    /// The definition that it refers to, if any.
    pub(crate) definition: Option<&'a str>,
}

impl<'a> Node<'a> {
    pub(crate) fn new(root: &'a Value, value: &'a Value) -> Self {
        let mut node = Self::default();
        node.collect(root, value, true, DEPTH);
        node
    }

    fn collect(&mut self, root: &'a Value, value: &'a Value, always: bool, depth: usize) {
        if depth == 0 {
            return;
        }
        if always {
            self.always.push(value);
        } else {
            self.branches.push(value);
        }
        if let Some(reference) = value["$ref"].as_str()
            && let Some(target) = root.pointer(reference.trim_start_matches('#'))
        {
            if always && self.definition.is_none() {
                self.definition = reference.rsplit('/').next();
            }
            self.collect(root, target, always, depth - 1);
        }
        for part in value["allOf"].as_array().into_iter().flatten() {
            self.collect(root, part, always, depth - 1);
        }
        for key in ["oneOf", "anyOf"] {
            for branch in value[key].as_array().into_iter().flatten() {
                self.collect(root, branch, false, depth - 1);
            }
        }
    }

    /// The first value of `key` that always holds.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.always.iter().find_map(|part| part.get(key))
    }

    /// Every value of `key`, of branches too.
    pub(crate) fn all(&self, key: &str) -> impl Iterator<Item = &'a Value> {
        self.always
            .iter()
            .chain(&self.branches)
            .filter_map(move |part| part.get(key))
    }

    /// The properties of an object, those of its branches included.
    pub(crate) fn properties(&self) -> BTreeMap<&'a str, &'a Value> {
        let mut properties = BTreeMap::new();
        for object in self.all("properties").filter_map(Value::as_object) {
            for (name, value) in object {
                // A branch often repeats a property without its type.
                let slot = properties.entry(name.as_str()).or_insert(value);
                if slot.get("type").is_none() && slot.get("$ref").is_none() {
                    *slot = value;
                }
            }
        }
        properties
    }

    /// The properties that must be present whatever branch is taken.
    pub(crate) fn required(&self) -> impl Iterator<Item = &'a str> {
        let lists = self
            .always
            .iter()
            .filter_map(|part| part["required"].as_array());
        lists.flatten().filter_map(Value::as_str)
    }

    /// What a map's entries are, when this is a map and not an object.
    pub(crate) fn map_entry(&self) -> Option<&'a Value> {
        let patterns = self.all("patternProperties").filter_map(Value::as_object);
        let entry = patterns.flat_map(serde_json::Map::values).next();
        entry.or_else(|| self.get("additionalProperties").filter(|it| it.is_object()))
    }

    /// The single JSON type, when there is one.
    pub(crate) fn kind(&self) -> Option<&'a str> {
        let mut kinds = self.always.iter().filter_map(|part| part.get("type"));
        match kinds.next() {
            Some(Value::String(kind)) => Some(kind),
            Some(Value::Array(kinds)) if kinds.len() == 1 => kinds[0].as_str(),
            Some(_) => None,
            None => self.branches.iter().find_map(|part| part["type"].as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_node_has_the_properties_of_all_its_branches() {
        let root = json!({"definitions": {"Either": {
            "type": "object",
            "required": ["Always"],
            "properties": {"Always": {"type": "string"}},
            "oneOf": [
                {"required": ["Left"], "properties": {"Left": {"type": "string"}}},
                {"required": ["Right"], "properties": {"Right": {"type": "string"}}},
            ],
        }}});
        let value = json!({"$ref": "#/definitions/Either"});
        let node = Node::new(&root, &value);
        assert_eq!(node.definition, Some("Either"));
        let names: Vec<&str> = node.properties().into_keys().collect();
        assert_eq!(names, ["Always", "Left", "Right"]);
        assert_eq!(node.required().collect::<Vec<_>>(), ["Always"]);
    }

    #[test]
    fn a_definition_that_refers_to_itself_ends() {
        let root = json!({"definitions": {"Loop": {"$ref": "#/definitions/Loop"}}});
        let value = json!({"$ref": "#/definitions/Loop"});
        assert_eq!(Node::new(&root, &value).always.len(), DEPTH);
    }
}
