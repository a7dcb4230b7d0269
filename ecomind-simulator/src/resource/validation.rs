//! What schemas refuse.

use ecomind_constructs::schema::{Kind, ObjectSchema, Shape, resource_type};
use serde_json::Value;

use crate::evaluate::UNKNOWN;

/// How closely properties are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Names and types, which a change set checks.
    Names,
    /// Values too, which the resource's own handler checks.
    Values,
}

/// A mistake: where, relative to the properties, and what.
pub(crate) type Mistake = (String, String);

/// The mistakes in the properties of a resource. Values that nobody knows yet have none.
pub(crate) fn findings(type_name: &str, properties: &Value, depth: Depth) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    if let Some(schema) = resource_type(type_name) {
        object(schema.object(), properties, "", depth, &mut mistakes);
    }
    mistakes
}

fn object(
    schema: ObjectSchema,
    value: &Value,
    path: &str,
    depth: Depth,
    mistakes: &mut Vec<Mistake>,
) {
    let Value::Object(map) = value else { return };
    let properties: Vec<_> = schema.properties().collect();
    for property in &properties {
        if property.is_required() && !map.contains_key(property.name()) {
            mistakes.push((
                path.to_owned(),
                format!("Required property [{}] not found", property.name()),
            ));
        }
    }
    for (name, value) in map {
        let at = format!("{path}/{name}");
        match properties.iter().find(|it| it.name() == name) {
            Some(property) => check(&property.shape(), value, &at, depth, mistakes),
            None if schema.is_open() => {}
            None => mistakes.push((at, format!("Unsupported property [{name}]"))),
        }
    }
}

fn check(shape: &Shape, value: &Value, path: &str, depth: Depth, mistakes: &mut Vec<Mistake>) {
    if value.as_str().is_some_and(|text| text.contains(UNKNOWN)) {
        return;
    }
    let mut wrong = |expected: &str| {
        mistakes
            .push((path.to_owned(), format!("Expected type: {expected}, found: {}", kind(value))));
    };
    match (&shape.kind, value) {
        (Kind::Object(schema), Value::Object(_)) => object(*schema, value, path, depth, mistakes),
        (Kind::Object(_) | Kind::Map(_), Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
            wrong("JSONObject");
        }
        (Kind::List(item), Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                check(item, value, &format!("{path}/{index}"), depth, mistakes);
            }
        }
        (Kind::List(_), Value::Object(_)) => wrong("JSONArray"),
        (Kind::Map(item), Value::Object(map)) => {
            for (name, value) in map {
                check(item, value, &format!("{path}/{name}"), depth, mistakes);
            }
        }
        (
            Kind::String | Kind::Integer | Kind::Number | Kind::Boolean,
            Value::Object(_) | Value::Array(_),
        ) => {
            wrong(if shape.kind == Kind::String { "String" } else { "a scalar" });
        }
        (Kind::Integer | Kind::Number, Value::String(text)) if text.parse::<f64>().is_err() => {
            wrong("Number");
        }
        (Kind::Boolean, Value::String(text)) if !["true", "false"].contains(&text.as_str()) => {
            wrong("Boolean");
        }
        _ if depth == Depth::Values => values(shape, value, path, mistakes),
        _ => {}
    }
}

fn values(shape: &Shape, value: &Value, path: &str, mistakes: &mut Vec<Mistake>) {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return,
    };
    let mut allowed = shape.values.peekable();
    if allowed.peek().is_some() {
        let matches =
            |it: &str| if shape.any_case { it.eq_ignore_ascii_case(&text) } else { it == text };
        if !allowed.any(matches) {
            mistakes.push((path.to_owned(), format!("{text} is not a valid enum value")));
        }
    }
    if let (Kind::Integer | Kind::Number, Ok(number)) = (&shape.kind, text.parse::<f64>()) {
        if let Some(minimum) = shape.minimum.filter(|it| number < *it) {
            mistakes
                .push((path.to_owned(), format!("{text} is not greater or equal to {minimum}")));
        }
        if let Some(maximum) = shape.maximum.filter(|it| *it < number) {
            mistakes.push((path.to_owned(), format!("{text} is not less or equal to {maximum}")));
        }
        return;
    }
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    if let Some(least) = shape.min_length.filter(|it| length < *it) {
        mistakes.push((path.to_owned(), format!("expected minLength: {least}, actual: {length}")));
    }
    if let Some(most) = shape.max_length.filter(|it| *it < length) {
        mistakes.push((path.to_owned(), format!("expected maxLength: {most}, actual: {length}")));
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "Null",
        Value::Bool(_) => "Boolean",
        Value::Number(_) => "Number",
        Value::String(_) => "String",
        Value::Array(_) => "JSONArray",
        Value::Object(_) => "JSONObject",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn mistakes(type_name: &str, properties: &Value, depth: Depth) -> String {
        let found = findings(type_name, properties, depth);
        found
            .iter()
            .map(|(path, reason)| format!("{path}: {reason}"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn rejects_names_and_types_early() {
        let properties =
            json!({"VersioningConfiguration": {"Statu": 1}, "Tags": {}, "BucketNam": "x"});
        insta::assert_snapshot!(mistakes("AWS::S3::Bucket", &properties, Depth::Names), @"
        /VersioningConfiguration: Required property [Status] not found
        /VersioningConfiguration/Statu: Unsupported property [Statu]
        /Tags: Expected type: JSONArray, found: JSONObject
        /BucketNam: Unsupported property [BucketNam]
        ");
    }

    #[test]
    fn rejects_values_late() {
        let properties = json!({"BucketName": "x", "VersioningConfiguration": {"Status": "On"}});
        assert_eq!(mistakes("AWS::S3::Bucket", &properties, Depth::Names), "");
        insta::assert_snapshot!(mistakes("AWS::S3::Bucket", &properties, Depth::Values), @"/VersioningConfiguration/Status: On is not a valid enum value");
        let unknown = json!({"BucketName": UNKNOWN});
        assert_eq!(mistakes("AWS::S3::Bucket", &unknown, Depth::Values), "");
    }
}
