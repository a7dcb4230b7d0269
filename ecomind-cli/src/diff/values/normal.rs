//! The one form of all values that AWS takes for the same.

use ecomind_constructs::schema::{Kind, PropertySchema, Shape};
use serde_json::{Map, Value};

use super::policy::{is_policy, normal_policy, parsed_json};

/// The form of a canonical value in which everything that means nothing is gone: the order of
/// sets, whether a number is text, how a policy is spelled.
///
/// Free-form JSON is left as it is, since a number and its digits are different there.
pub(in crate::diff) fn normal(value: &Value, shape: Option<&Shape>) -> Value {
    let kind = shape.map(|shape| &shape.kind);
    let is_free = matches!(kind, Some(Kind::Json));
    if let Some(parsed) = parsed_json(value) {
        return normal_document(&parsed);
    }
    if is_free && !value.is_string() {
        return normal_document(value);
    }
    match value {
        _ if is_policy(value) => normal_document(value),
        Value::Array(items) => {
            let item_shape = item_of(shape);
            let mut items: Vec<_> = items
                .iter()
                .map(|item| normal(item, item_shape.as_ref()))
                .collect();
            if is_set(shape) {
                items.sort_by_cached_key(Value::to_string);
            }
            Value::Array(items)
        }
        Value::Object(map) => {
            let is_function = ecomind_constructs::template::function(map).is_some();
            let entry = |(name, value): (&String, &Value)| {
                let inner = if is_function { None } else { entry_of(shape, name) };
                (name.clone(), normal(value, inner.as_ref()))
            };
            map.iter().map(entry).collect()
        }
        scalar if is_free => scalar.clone(),
        scalar => scalar_text(scalar).map_or_else(|| scalar.clone(), Value::from),
    }
}

/// A document of which only policies are understood.
fn normal_document(value: &Value) -> Value {
    if is_policy(value) {
        return normal_policy(value);
    }
    match value {
        Value::Array(items) => items.iter().map(normal_document).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| (name.clone(), normal_document(value)))
            .collect::<Map<_, _>>()
            .into(),
        scalar => scalar.clone(),
    }
}

/// A scalar as the text that CloudFormation makes of it where text is due.
pub(in crate::diff) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(match text.as_str() {
            "True" | "TRUE" => "true".to_owned(),
            "False" | "FALSE" => "false".to_owned(),
            _ => text.clone(),
        }),
        Value::Bool(_) => Some(value.to_string()),
        Value::Number(number) => Some(match number.as_f64() {
            // 5.0 is 5.
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                format!("{float:.0}")
            }
            _ => number.to_string(),
        }),
        _ => None,
    }
}

/// Whether the order of a list means nothing. Tags are a set in every type.
pub(super) fn is_set(shape: Option<&Shape>) -> bool {
    shape.is_some_and(|shape| {
        shape.unordered || matches!(&shape.kind, Kind::List(item) if item.kind == Kind::Tag)
    })
}

/// The shape of the items of a list.
pub(super) fn item_of(shape: Option<&Shape>) -> Option<Shape> {
    match &shape?.kind {
        Kind::List(item) => Some((**item).clone()),
        Kind::Union(kinds) => kinds.iter().find_map(|kind| item_of(Some(kind))),
        Kind::Json => Some(shape?.clone()),
        _ => None,
    }
}

/// The shape of an entry of a map or an object.
pub(super) fn entry_of(shape: Option<&Shape>, name: &str) -> Option<Shape> {
    match &shape?.kind {
        Kind::Object(object) => object.property(name).map(PropertySchema::shape),
        Kind::Map(value) => Some((**value).clone()),
        Kind::Union(kinds) => kinds.iter().find_map(|kind| entry_of(Some(kind), name)),
        Kind::Json => Some(shape?.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::schema;
    use serde_json::json;

    use super::*;

    fn shape(type_name: &str, property: &str) -> Shape {
        let schema = schema::resource_type(type_name).unwrap();
        schema.object().property(property).unwrap().shape()
    }

    #[test]
    fn numbers_and_booleans_are_the_text_of_them() {
        let same = |one: Value, other: Value| normal(&one, None) == normal(&other, None);
        assert!(same(json!("true"), json!(true)) && same(json!("True"), json!(true)));
        assert!(same(json!("5"), json!(5)) && same(json!(5.0), json!(5)));
        assert!(!same(json!("05"), json!(5)) && !same(json!("yes"), json!(true)));
    }

    #[test]
    fn sets_have_no_order_and_lists_have() {
        let same = |shape: &Shape, one: Value, other: Value| {
            normal(&one, Some(shape)) == normal(&other, Some(shape))
        };
        let tags = shape("AWS::SQS::Queue", "Tags");
        let (a, b) = (json!({"Key": "a", "Value": "1"}), json!({"Key": "b", "Value": "2"}));
        assert!(same(&tags, json!([a, b]), json!([b, a])));
        let command = shape("AWS::ECS::TaskDefinition", "ContainerDefinitions");
        let (x, y) = (json!({"Command": ["a", "b"]}), json!({"Command": ["b", "a"]}));
        assert!(!same(&command, json!([x]), json!([y])));
    }

    #[test]
    fn free_form_json_keeps_its_types() {
        let pattern = shape("AWS::Events::Rule", "EventPattern");
        let (number, text) = (json!({"a": [1]}), json!({"a": ["1"]}));
        assert_ne!(normal(&number, Some(&pattern)), normal(&text, Some(&pattern)));
        let as_text = json!("{\"a\": [1]}");
        assert_eq!(normal(&number, Some(&pattern)), normal(&as_text, Some(&pattern)));
    }
}
