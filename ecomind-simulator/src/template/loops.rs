//! Transforms: `AWS::LanguageExtensions` unrolls loops, others are not known.

use serde_json::{Map, Value};

use crate::failure::{Failure, Result};

/// The transforms that a template declares.
pub(crate) fn transforms(template: &Value) -> Vec<String> {
    match template.get("Transform") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

/// Applies the transforms. `reference` gives the value of a parameter or pseudo parameter.
pub(crate) fn process(
    template: &Value,
    reference: &dyn Fn(&str) -> Option<Value>,
) -> Result<Value> {
    let declared = transforms(template);
    if let Some(unknown) = declared
        .iter()
        .find(|name| *name != "AWS::LanguageExtensions")
    {
        return Err(Failure::validation(format!("No transform named {unknown} found.")));
    }
    if declared.is_empty() {
        if let Some(key) = extension(template) {
            return Err(Failure::validation(format!(
                "Template error: {key} is only supported with the transform AWS::LanguageExtensions"
            )));
        }
        return Ok(template.clone());
    }
    let mut processed = unroll(template, reference)?;
    if let Value::Object(map) = &mut processed {
        map.shift_remove("Transform");
    }
    Ok(processed)
}

/// A function in the template that needs the transform.
fn extension(value: &Value) -> Option<String> {
    match value {
        Value::Object(map) => map.iter().find_map(|(key, value)| {
            let needs = key.starts_with("Fn::ForEach::")
                || key == "Fn::Length"
                || key == "Fn::ToJsonString";
            needs.then(|| key.clone()).or_else(|| extension(value))
        }),
        Value::Array(items) => items.iter().find_map(extension),
        _ => None,
    }
}

fn unroll(value: &Value, reference: &dyn Fn(&str) -> Option<Value>) -> Result<Value> {
    match value {
        Value::Array(items) => items
            .iter()
            .map(|item| unroll(item, reference))
            .collect::<Result<_>>(),
        Value::Object(map) => {
            let mut unrolled = Map::new();
            for (key, value) in map {
                if key.starts_with("Fn::ForEach::") {
                    for (key, value) in for_each(key, value, reference)? {
                        unrolled.insert(key, value);
                    }
                } else {
                    unrolled.insert(key.clone(), unroll(value, reference)?);
                }
            }
            Ok(Value::Object(unrolled))
        }
        other => Ok(other.clone()),
    }
}

/// `[identifier, collection, {template with ${identifier}}]`, once for each item.
fn for_each(
    key: &str,
    argument: &Value,
    reference: &dyn Fn(&str) -> Option<Value>,
) -> Result<Map<String, Value>> {
    let invalid = || Failure::validation(format!("Template error: {key} layout is incorrect"));
    let parts = argument.as_array().ok_or_else(invalid)?;
    let [Value::String(name), collection, Value::Object(body)] = parts.as_slice() else {
        return Err(invalid());
    };
    let collection = match collection {
        Value::Object(map) => {
            let named = map.get("Ref").and_then(Value::as_str).ok_or_else(invalid)?;
            reference(named).ok_or_else(invalid)?
        }
        other => other.clone(),
    };
    let mut all = Map::new();
    for item in collection.as_array().ok_or_else(invalid)? {
        let item = match item {
            Value::String(text) => text.clone(),
            Value::Object(map) => map
                .get("Ref")
                .and_then(|it| reference(it.as_str()?)?.as_str().map(str::to_owned))
                .ok_or_else(invalid)?,
            other => other.to_string(),
        };
        let replaced = substitute(&Value::Object(body.clone()), name, &item);
        if let Value::Object(entries) = unroll(&replaced, reference)? {
            all.extend(entries);
        }
    }
    Ok(all)
}

/// Puts the item where the identifier is: `${X}`, `&{X}` (letters and digits only), `{"Ref": "X"}`.
fn substitute(value: &Value, name: &str, item: &str) -> Value {
    let plain: String = item.chars().filter(char::is_ascii_alphanumeric).collect();
    let replace = |text: &str| {
        text.replace(&format!("${{{name}}}"), item)
            .replace(&format!("&{{{name}}}"), &plain)
    };
    match value {
        Value::String(text) => Value::String(replace(text)),
        Value::Array(items) => items.iter().map(|it| substitute(it, name, item)).collect(),
        Value::Object(map) => {
            if map.len() == 1 && map.get("Ref").and_then(Value::as_str) == Some(name) {
                return Value::from(item);
            }
            let entries = map.iter();
            Value::Object(
                entries
                    .map(|(key, value)| (replace(key), substitute(value, name, item)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn loops_are_unrolled() {
        let template = json!({
            "Transform": "AWS::LanguageExtensions",
            "Resources": {"Fn::ForEach::Queues": ["Name", {"Ref": "Names"}, {
                "Queue${Name}": {"Type": "AWS::SQS::Queue",
                    "Properties": {"QueueName": {"Ref": "Name"}, "Tag": {"Fn::Sub": "x-${Name}"}}},
            }]},
        });
        let names = |name: &str| (name == "Names").then(|| json!(["A", "B"]));
        insta::assert_snapshot!(process(&template, &names).unwrap(), @r#"{"Resources":{"QueueA":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"A","Tag":{"Fn::Sub":"x-A"}}},"QueueB":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"B","Tag":{"Fn::Sub":"x-B"}}}}}"#);
    }

    #[test]
    fn rejects_unknown_transforms_and_extensions_without_one() {
        let reject = |template| process(&template, &|_| None).unwrap_err().message;
        assert_eq!(
            reject(json!({"Transform": ["AWS::Serverless-2016-10-31"]})),
            "No transform named AWS::Serverless-2016-10-31 found."
        );
        assert!(reject(json!({"Outputs": {"A": {"Fn::Length": []}}})).contains("Fn::Length"));
    }
}
