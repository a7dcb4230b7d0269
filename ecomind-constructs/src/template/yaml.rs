//! Templates as people review them: YAML with short intrinsic functions.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};
use serde_json::{Map, Value};
use serde_saphyr::{SerializerOptions, Tagged};

/// The functions that have a short form.
const SHORT: [&str; 19] = [
    "Fn::And",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::Contains",
    "Fn::Equals",
    "Fn::FindInMap",
    "Fn::GetAZs",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Not",
    "Fn::Or",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::GetAtt",
];

pub(super) fn to_yaml(root: &Map<String, Value>) -> String {
    let options = serde_saphyr::ser_options! {
        compact_list_indent: false,
        // Long lines stay whole: a wrapped policy or description reads worse in a diff.
        folded_wrap_chars: 100_000,
        min_fold_chars: 100_000,
    };
    let options: SerializerOptions = options;
    serde_saphyr::to_string_with_options(&Entries(root), options)
        .expect("keys are strings, so every template is YAML")
}

/// A value; `tagged` says that the node has a tag already, and YAML gives a node only one.
struct Node<'a> {
    value: &'a Value,
    tagged: bool,
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for value in items {
                    sequence.serialize_element(&Node { value, tagged: false })?;
                }
                sequence.end()
            }
            Value::Object(map) => match short(map) {
                Some((tag, argument)) if !self.tagged => {
                    let tag = Some(tag);
                    match attribute(map) {
                        Some(path) => Tagged(path, tag).serialize(serializer),
                        None => Tagged(Node { value: argument, tagged: true }, tag)
                            .serialize(serializer),
                    }
                }
                _ => Entries(map).serialize(serializer),
            },
            scalar => scalar.serialize(serializer),
        }
    }
}

struct Entries<'a>(&'a Map<String, Value>);

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, &Node { value, tagged: false })?;
        }
        map.end()
    }
}

/// The tag and argument of a function that has a short form.
fn short(map: &Map<String, Value>) -> Option<(String, &Value)> {
    let (name, argument) = map.iter().next().filter(|_| map.len() == 1)?;
    if name == "Ref" || name == "Condition" {
        return argument.is_string().then(|| (format!("!{name}"), argument));
    }
    let tag = name
        .strip_prefix("Fn::")
        .filter(|_| SHORT.contains(&name.as_str()))?;
    Some((format!("!{tag}"), argument))
}

/// `Resource.Attribute`, which is how the short form of `Fn::GetAtt` is written.
fn attribute(map: &Map<String, Value>) -> Option<String> {
    match map.get("Fn::GetAtt")?.as_array()?.as_slice() {
        [Value::String(resource), Value::String(attribute)] => {
            Some(format!("{resource}.{attribute}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::template::Template;

    #[test]
    fn functions_are_short_and_awkward_texts_are_quoted() {
        let template = serde_json::json!({
            "Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {
                "Arn": {"Fn::GetAtt": ["Other", "Arn"]},
                "Url": {"Fn::Sub": "https://${Name}.example.com"},
                "Nested": {"Fn::Base64": {"Fn::Sub": "x"}},
                "Joined": {"Fn::Join": [",", [{"Ref": "A"}, "b"]]},
                "Output": {"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}},
                "Awkward": ["yes", "22:22", "1e3", "0123", "", "a: b", "~", "2012-10-17", "=", "#"],
                "Script": "#!/bin/sh\necho hi\n",
                "Empty": {}, "None": [], "Number": 1.5, "Null": null,
                "Tabbed": "a\tb",
            }}},
        });
        let template = Template::from_json(&template.to_string()).unwrap();
        insta::assert_snapshot!(template.to_yaml());
    }
}
