//! The JSON of `diff` is what `docs/diff.schema.json` says.

#[path = "support/mod.rs"]
mod support;

use std::fs;

use ecomind_cli::{
    assembly::StackSnapshot,
    diff::{self, Comparison, render},
};
use ecomind_constructs::template::Template;
use serde_json::Value;

#[test]
fn every_pair_of_the_corpus_is_as_the_schema_says() {
    let schema = read("docs/diff.schema.json");
    let mut properties = 0;
    for group in ["replacement", "exposure", "noise", "moved"] {
        for case in read(&format!("tests/diff/{group}.json"))
            .as_array()
            .unwrap()
        {
            let side = |side: &str| -> Vec<StackSnapshot> {
                let stacks = case["stacks"].as_object().unwrap().iter();
                let stack = |(id, stack): (&String, &Value)| {
                    let template = Template::from_json(&stack[side].to_string()).unwrap();
                    StackSnapshot::of_template(id, template)
                };
                stacks.map(stack).collect()
            };
            let difference = diff::compare(&side("before"), &side("after"));
            let document = render::json(&[Comparison::new("prod", "corpus", difference)]);
            properties += check(&document, &schema, &schema, "document");
        }
    }
    assert!(5_000 < properties, "{properties}");
}

#[test]
#[should_panic(expected = "document/version")]
fn rejects_another_version() {
    let schema = read("docs/diff.schema.json");
    check(&serde_json::json!({"version": 2, "environments": []}), &schema, &schema, "document");
}

fn read(file: &str) -> Value {
    let text = fs::read_to_string(support::root().join(file)).expect("the file is there");
    serde_json::from_str(&text).expect("the file is JSON")
}

/// Checks a value by the few words of JSON Schema that our schema uses, and counts what it saw. A
/// word that it doesn't know fails.
fn check(value: &Value, schema: &Value, root: &Value, at: &str) -> usize {
    let mut seen = 1;
    for (word, says) in schema.as_object().expect("a schema is a map") {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let name = says
                    .as_str()
                    .expect("the schema is well formed")
                    .strip_prefix("#/$defs/")
                    .expect("the schema is well formed");
                seen += check(value, &root["$defs"][name], root, at);
            }
            "const" => assert_eq!(value, says, "{at}"),
            "enum" => assert!(
                says.as_array()
                    .expect("the schema is well formed")
                    .contains(value),
                "{at}: {value}"
            ),
            "type" => {
                let is = |name: &Value| match name.as_str().expect("the schema is well formed") {
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "number" => value.is_number(),
                    "integer" => value.is_u64(),
                    "null" => value.is_null(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("{other}"),
                };
                let fits = says
                    .as_array()
                    .map_or_else(|| is(says), |any| any.iter().any(is));
                assert!(fits, "{at} must be {says}, got {value}");
            }
            "required" => {
                for name in says.as_array().expect("the schema is well formed") {
                    assert!(
                        value
                            .get(name.as_str().expect("the schema is well formed"))
                            .is_some(),
                        "{at} has no {name}"
                    );
                }
            }
            "additionalProperties" => {
                for name in value.as_object().expect("the schema is well formed").keys() {
                    assert!(schema["properties"].get(name).is_some(), "{at}/{name} is not in it");
                }
            }
            "properties" => {
                for (name, schema) in says.as_object().expect("the schema is well formed") {
                    let found = &value[name];
                    seen += check(found, schema, root, &format!("{at}/{name}"));
                }
            }
            "items" => {
                for (index, item) in value
                    .as_array()
                    .expect("the schema is well formed")
                    .iter()
                    .enumerate()
                {
                    seen += check(item, says, root, &format!("{at}/{index}"));
                }
            }
            "anyOf" => {
                let fits = |schema: &Value| {
                    if schema["type"] == "null" {
                        return value.is_null();
                    }
                    let required = schema["required"]
                        .as_array()
                        .expect("the schema is well formed");
                    required.iter().all(|name| {
                        value
                            .get(name.as_str().expect("the schema is well formed"))
                            .is_some()
                    })
                };
                let chosen = says
                    .as_array()
                    .expect("the schema is well formed")
                    .iter()
                    .find(|schema| fits(schema));
                let chosen = chosen.unwrap_or_else(|| panic!("{at} is none of them: {value}"));
                seen += check(value, chosen, root, at);
            }
            other => panic!("`{other}` at {at} is not checked"),
        }
    }
    seen
}
