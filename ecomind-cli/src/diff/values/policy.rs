//! Policy documents, of which IAM reads many spellings in one way.
//!
//! AWS: [grammar of policies](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html)

use serde_json::{Map, Value};

use super::scalar_text;

/// Whether a value is a policy document: statements, each with an effect.
pub(in crate::diff) fn is_policy(value: &Value) -> bool {
    match value.get("Statement") {
        Some(Value::Array(statements)) => {
            !statements.is_empty() && statements.iter().any(|it| it.get("Effect").is_some())
        }
        Some(statement @ Value::Object(_)) => statement.get("Effect").is_some(),
        _ => false,
    }
}

/// The map or list that a text holds, when it is JSON.
pub(in crate::diff) fn parsed_json(value: &Value) -> Option<Value> {
    let text = value.as_str()?.trim_start();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// A canonical policy document in the one spelling that all others of it share: lists in place of
/// single values, sorted where the order means nothing, actions in lower case.
pub(in crate::diff) fn normal_policy(document: &Value) -> Value {
    let mut normal = Map::new();
    for (name, value) in document.as_object().into_iter().flatten() {
        let value = if name == "Statement" {
            sorted(listed(value).into_iter().map(normal_statement).collect())
        } else {
            value.clone()
        };
        normal.insert(name.clone(), value);
    }
    Value::Object(normal)
}

fn normal_statement(statement: &Value) -> Value {
    let Some(statement) = statement.as_object() else { return statement.clone() };
    let mut normal = Map::new();
    for (name, value) in statement {
        let value = match name.as_str() {
            "Action" | "NotAction" => sorted(listed(value).into_iter().map(lower_case).collect()),
            "Resource" | "NotResource" => sorted(listed(value).into_iter().cloned().collect()),
            "Principal" | "NotPrincipal" => normal_principal(value),
            "Condition" => normal_condition(value),
            _ => value.clone(),
        };
        normal.insert(name.clone(), value);
    }
    Value::Object(normal)
}

/// `"*"` is everybody, and so is `{"AWS": "*"}`. An account id is its root.
fn normal_principal(principal: &Value) -> Value {
    let Some(kinds) = principal.as_object() else {
        let everybody = ("AWS".to_owned(), Value::Array(vec![principal.clone()]));
        return Value::Object(Map::from_iter([everybody]));
    };
    let kinds = kinds.iter().map(|(kind, value)| {
        let principals = listed(value)
            .into_iter()
            .map(|it| account_id(it).unwrap_or(it.clone()));
        (kind.clone(), sorted(principals.collect()))
    });
    kinds.collect()
}

/// The account of `arn:aws:iam::111122223333:root`.
fn account_id(principal: &Value) -> Option<Value> {
    let mut parts = principal.as_str()?.split(':');
    let is_root = parts.next() == Some("arn")
        && parts
            .next()
            .is_some_and(|partition| partition.starts_with("aws"))
        && parts.next() == Some("iam")
        && parts.next() == Some("");
    let account = parts.next()?;
    (is_root && parts.next() == Some("root")).then(|| account.into())
}

/// Operators and keys are read in any case, and the values of a key in any order.
fn normal_condition(condition: &Value) -> Value {
    let Some(operators) = condition.as_object() else { return condition.clone() };
    let keys = |keys: &Value| -> Value {
        let Some(keys) = keys.as_object() else { return keys.clone() };
        let texts = |values: &Value| sorted(listed(values).into_iter().map(as_text).collect());
        ordered(
            keys.iter()
                .map(|(key, values)| (key.to_lowercase(), texts(values))),
        )
    };
    ordered(
        operators
            .iter()
            .map(|(operator, of)| (operator.to_lowercase(), keys(of))),
    )
}

fn as_text(value: &Value) -> Value {
    scalar_text(value).map_or_else(|| value.clone(), Value::from)
}

fn lower_case(value: &Value) -> Value {
    value
        .as_str()
        .map_or_else(|| value.clone(), |text| text.to_lowercase().into())
}

fn listed(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        single => vec![single],
    }
}

fn ordered(entries: impl Iterator<Item = (String, Value)>) -> Value {
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    entries.into_iter().collect()
}

/// Each once, in an order that doesn't depend on the one given.
fn sorted(mut items: Vec<Value>) -> Value {
    items.sort_by_cached_key(Value::to_string);
    items.dedup();
    Value::Array(items)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spellings_of_one_policy_become_one() {
        let one = json!({"Statement": {
            "Effect": "Allow", "Action": "S3:GetObject", "Resource": ["b", "a"],
            "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
            "Condition": {"Bool": {"aws:SecureTransport": true}},
        }});
        let other = json!({"Statement": [{
            "Effect": "Allow", "Action": ["s3:getobject"], "Resource": ["a", "b"],
            "Principal": {"AWS": ["111122223333"]},
            "Condition": {"bool": {"aws:securetransport": ["true"]}},
        }]});
        assert!(is_policy(&one) && is_policy(&other));
        assert_eq!(normal_policy(&one), normal_policy(&other));
        assert_ne!(normal_policy(&one), normal_policy(&json!({"Statement": []})));
    }

    #[test]
    fn a_list_of_statements_without_effects_is_no_policy() {
        assert!(!is_policy(&json!({"Statement": [{"ByteMatch": {}}]})));
        assert!(!is_policy(&json!({"Statement": []})) && !is_policy(&json!("Statement")));
    }
}
