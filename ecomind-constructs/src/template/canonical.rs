//! One spelling for values that CloudFormation takes for the same.

use serde_json::{Map, Value};

use super::{
    functions::function,
    substitution::{self, Part},
};

/// The same value in the one spelling that all others of it share.
///
/// - `Fn::Sub` and `Fn::Join` without a delimiter become the parts that they join.
/// - `Fn::GetAtt` is a list, `Fn::Select` of a list is the item, and `Fn::If` of twice the same
///   is just that.
/// - What is `AWS::NoValue` is left out.
///
/// It knows no schema: whether the order of a list matters, or `"1"` is a number, is not decided
/// here.
///
/// ```
/// use ecomind_constructs::template::canonical;
/// use serde_json::json;
///
/// let joined = json!({"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":s3"]]});
/// let substituted = json!({"Fn::Sub": "arn:${AWS::Partition}:s3"});
/// assert_eq!(canonical(&joined), canonical(&substituted));
/// ```
pub fn canonical(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(
            items
                .iter()
                .filter(|item| !is_no_value(item))
                .map(canonical)
                .collect(),
        ),
        Value::Object(map) => match function(map) {
            Some((name, argument)) => canonical_function(name, argument),
            None => map
                .iter()
                .filter(|(_, value)| !is_no_value(value))
                .map(|(name, value)| (name.clone(), canonical(value)))
                .collect(),
        },
        scalar => scalar.clone(),
    }
}

/// Whether a value says that nothing is there.
pub fn is_no_value(value: &Value) -> bool {
    value
        .as_object()
        .and_then(function)
        .is_some_and(|(name, argument)| name == "Ref" && argument == "AWS::NoValue")
}

fn canonical_function(name: &str, argument: &Value) -> Value {
    let items = argument.as_array().map(Vec::as_slice);
    match (name, argument, items) {
        ("Fn::GetAtt", Value::String(path), _) => match path.split_once('.') {
            Some((logical_id, attribute)) => attribute_of(logical_id, attribute),
            None => call(name, argument.clone()),
        },
        ("Fn::Sub", Value::String(text), _) => substituted(text, &Map::new()),
        ("Fn::Sub", _, Some([Value::String(text), Value::Object(variables)])) => {
            substituted(text, variables)
        }
        ("Fn::Join", _, Some([Value::String(delimiter), Value::Array(items)])) => {
            let mut parts = Vec::new();
            for item in items.iter().filter(|item| !is_no_value(item)) {
                if !parts.is_empty() {
                    parts.push(Value::from(delimiter.as_str()));
                }
                parts.push(canonical(item));
            }
            concatenated(parts)
        }
        ("Fn::Select", _, Some([index, Value::Array(items)])) => {
            let index = match index {
                Value::String(text) => text.parse().ok(),
                index => index.as_u64(),
            };
            let item = index.and_then(|index| items.get(usize::try_from(index).ok()?));
            item.map_or_else(|| call(name, canonical(argument)), canonical)
        }
        ("Fn::If", _, Some([_, yes, no])) => {
            let yes = canonical(yes);
            if yes == canonical(no) { yes } else { call(name, branches(argument)) }
        }
        _ => call(name, canonical(argument)),
    }
}

/// The arguments of a choice. Unlike elsewhere, `AWS::NoValue` keeps its place.
fn branches(argument: &Value) -> Value {
    let branch = |item: &Value| if is_no_value(item) { item.clone() } else { canonical(item) };
    argument
        .as_array()
        .into_iter()
        .flatten()
        .map(branch)
        .collect()
}

fn substituted(text: &str, variables: &Map<String, Value>) -> Value {
    let part = |part: Part<'_>| match part {
        Part::Text(text) => Value::from(text),
        Part::Reference { logical_id, attribute: Some(attribute) } => {
            let own = variables.get(&format!("{logical_id}.{attribute}"));
            own.map_or_else(|| attribute_of(logical_id, attribute), canonical)
        }
        Part::Reference { logical_id, attribute: None } => match variables.get(logical_id) {
            Some(value) => canonical(value),
            None => call("Ref", logical_id.into()),
        },
    };
    concatenated(substitution::parts(text).into_iter().map(part).collect())
}

/// Text next to text becomes one, and what is joined inside is joined outside.
fn concatenated(parts: Vec<Value>) -> Value {
    let mut joined: Vec<Value> = Vec::new();
    let mut push = |part: Value| {
        let text = match part {
            Value::String(text) => text,
            Value::Bool(_) | Value::Number(_) => part.to_string(),
            other => return joined.push(other),
        };
        match joined.last_mut() {
            Some(Value::String(before)) => before.push_str(&text),
            _ if text.is_empty() => {}
            _ => joined.push(text.into()),
        }
    };
    for part in parts {
        match inner_parts(&part) {
            Some(inner) => inner.iter().cloned().for_each(&mut push),
            None => push(part),
        }
    }
    match joined.len() {
        0 => Value::from(""),
        1 => joined.remove(0),
        _ => call("Fn::Join", Value::from(vec![Value::from(""), Value::Array(joined)])),
    }
}

fn inner_parts(part: &Value) -> Option<&Vec<Value>> {
    match part.get("Fn::Join")?.as_array()?.as_slice() {
        [Value::String(delimiter), Value::Array(parts)] if delimiter.is_empty() => Some(parts),
        _ => None,
    }
}

fn attribute_of(logical_id: &str, attribute: &str) -> Value {
    call("Fn::GetAtt", vec![logical_id, attribute].into())
}

fn call(name: &str, argument: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), argument)]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spellings_of_one_value_become_one() {
        let same = [
            (json!({"Fn::GetAtt": "A.B.C"}), json!({"Fn::GetAtt": ["A", "B.C"]})),
            (json!({"Fn::Sub": "${A}"}), json!({"Ref": "A"})),
            (json!({"Fn::Sub": "plain"}), json!("plain")),
            (json!({"Fn::Sub": "${!A}"}), json!("${A}")),
            (
                json!({"Fn::Sub": ["${X}-${A.B}", {"X": {"Ref": "Y"}}]}),
                json!({"Fn::Join": ["-", [{"Ref": "Y"}, {"Fn::GetAtt": ["A", "B"]}]]}),
            ),
            (
                json!({"Fn::Join": ["", ["a", {"Fn::Join": ["", ["b", {"Ref": "C"}]]}, 1, true]]}),
                json!({"Fn::Sub": "ab${C}1true"}),
            ),
            (json!({"Fn::Select": ["1", ["a", {"Fn::Sub": "b"}]]}), json!("b")),
            (json!({"Fn::If": ["C", {"Fn::Sub": "x"}, "x"]}), json!("x")),
            (
                json!({"A": {"Ref": "AWS::NoValue"}, "B": [{"Ref": "AWS::NoValue"}]}),
                json!({"B": []}),
            ),
        ];
        for (one, other) in same {
            assert_eq!(canonical(&one), canonical(&other), "{one} and {other}");
        }
    }

    #[test]
    fn what_differs_stays_different() {
        let different = [
            (json!({"Ref": "A"}), json!("A")),
            (json!({"Fn::Join": [",", [{"Ref": "A"}, "b"]]}), json!({"Fn::Sub": "${A}b"})),
            (
                json!({"Fn::If": ["C", {"Ref": "AWS::NoValue"}, "x"]}),
                json!({"Fn::If": ["C", "x", {"Ref": "AWS::NoValue"}]}),
            ),
            (json!({"Fn::Sub": "${A}"}), json!({"Fn::Sub": "${!A}"})),
            (json!([1, 2]), json!([2, 1])),
        ];
        for (one, other) in different {
            assert_ne!(canonical(&one), canonical(&other), "{one} and {other}");
        }
    }

    #[test]
    fn what_is_malformed_is_left_alone() {
        for value in [
            json!({"Fn::Sub": 5}),
            json!({"Fn::Join": ["", {"Ref": "List"}]}),
            json!({"Fn::Select": [9, ["a"]]}),
            json!({"Fn::GetAtt": "A"}),
            json!({"Fn::If": ["C"]}),
            json!({"Fn::Made": [{"Ref": "A"}]}),
        ] {
            assert_eq!(canonical(&value), value);
        }
    }
}
