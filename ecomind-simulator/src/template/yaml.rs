//! YAML with the short forms of functions, as JSON with the long ones.

use serde_json::{Map, Value, json};
use yaml_serde::Value as Yaml;

use crate::failure::Result;

use super::read::format_error;

pub(super) fn to_json(text: &str) -> Result<Value> {
    let mut yaml: Yaml = yaml_serde::from_str(text)
        .map_err(|error| format_error(&format!("YAML not well-formed. ({error})")))?;
    yaml.apply_merge()
        .map_err(|error| format_error(&format!("YAML not well-formed. ({error})")))?;
    convert(yaml)
}

fn convert(yaml: Yaml) -> Result<Value> {
    Ok(match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => number_of(&number),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => {
            Value::Array(items.into_iter().map(convert).collect::<Result<_>>()?)
        }
        Yaml::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key_of(key)?, convert(value)?);
            }
            Value::Object(map)
        }
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let argument = convert(tagged.value)?;
            function(tag.trim_start_matches('!'), &argument)
        }
    })
}

/// The long form of `!name argument`.
fn function(name: &str, argument: &Value) -> Value {
    match (name, argument) {
        ("Ref" | "Condition", _) => json!({ name: argument }),
        ("GetAtt", Value::String(path)) => match path.split_once('.') {
            Some((resource, attribute)) => json!({ "Fn::GetAtt": [resource, attribute] }),
            None => json!({ "Fn::GetAtt": [path] }),
        },
        _ => json!({ format!("Fn::{name}"): argument }),
    }
}

fn number_of(number: &yaml_serde::Number) -> Value {
    if let Some(number) = number.as_i64() {
        return Value::from(number);
    }
    if let Some(number) = number.as_u64() {
        return Value::from(number);
    }
    number.as_f64().map_or(Value::Null, Value::from)
}

fn key_of(key: Yaml) -> Result<String> {
    match key {
        Yaml::String(text) => Ok(text),
        Yaml::Bool(value) => Ok(value.to_string()),
        Yaml::Number(number) => Ok(number.to_string()),
        _ => Err(format_error("a key must be a text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_become_long_ones() {
        let yaml = "
            A: !Ref X
            B: !GetAtt Db.Endpoint.Address
            C: !Sub 'a-${X}'
            D: !Join ['', [a, !Ref B]]
            E: !If [Big, 2, !Ref AWS::NoValue]
            F: 2012-10-17
            G: 'yes'
            H: 10";
        insta::assert_snapshot!(to_json(yaml).unwrap(), @r#"{"A":{"Ref":"X"},"B":{"Fn::GetAtt":["Db","Endpoint.Address"]},"C":{"Fn::Sub":"a-${X}"},"D":{"Fn::Join":["",["a",{"Ref":"B"}]]},"E":{"Fn::If":["Big",2,{"Ref":"AWS::NoValue"}]},"F":"2012-10-17","G":"yes","H":10}"#);
    }

    #[test]
    fn rejects_broken_yaml() {
        assert!(
            to_json("a: [")
                .unwrap_err()
                .message
                .starts_with("Template format error: YAML")
        );
    }
}
