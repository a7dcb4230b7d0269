//! Where two values differ.

use std::collections::BTreeMap;

use ecomind_constructs::{schema::Shape, template};
use serde_json::{Map, Value};

use crate::diff::{PropertyDifference, Verdict};

use super::{
    normal::{entry_of, is_set, item_of, normal},
    policy::{is_policy, normal_policy, parsed_json},
};

/// The names by which items of lists are known, the first that all items have.
const NAMES: [&str; 8] = [
    "Key",
    "Name",
    "Id",
    "IndexName",
    "AttributeName",
    "ParameterKey",
    "ContainerName",
    "DeviceName",
];

/// The way to a value: for people, and for the schema.
#[derive(Debug, Clone, Default)]
pub(in crate::diff) struct SchemaPath {
    shown: String,
    schema: Vec<String>,
}

/// Where two canonical values differ. `shape` is what the schema says of both.
pub(in crate::diff) fn compare(
    before: Option<&Value>,
    after: Option<&Value>,
    shape: Option<&Shape>,
    path: &SchemaPath,
    found: &mut Vec<PropertyDifference>,
) {
    let (Some(old), Some(new)) = (before, after) else {
        if before.is_some() || after.is_some() {
            found.push(path.difference(before, after));
        }
        return;
    };
    if old == new || normal(old, shape) == normal(new, shape) {
        return;
    }
    let parsed = (parsed_json(old), parsed_json(new));
    if parsed.0.is_some() || parsed.1.is_some() {
        let old = parsed.0.unwrap_or_else(|| old.clone());
        let new = parsed.1.unwrap_or_else(|| new.clone());
        if (old.is_object() && new.is_object()) || (old.is_array() && new.is_array()) {
            return compare(Some(&old), Some(&new), None, path, found);
        }
    }
    match (old, new) {
        _ if is_policy(old) && is_policy(new) => statements(old, new, path, found),
        (Value::Object(old), Value::Object(new)) if !is_function(old) && !is_function(new) => {
            for (name, value) in old {
                let shape = entry_of(shape, name);
                compare(Some(value), new.get(name), shape.as_ref(), &path.entry(name), found);
            }
            for (name, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
                compare(None, Some(value), None, &path.entry(name), found);
            }
        }
        (Value::Array(old), Value::Array(new)) => lists(old, new, shape, path, found),
        _ => found.push(path.difference(before, after)),
    }
}

fn is_function(map: &Map<String, Value>) -> bool {
    template::function(map).is_some()
}

/// Statements are a set, and shown whole: half of one says nothing.
fn statements(old: &Value, new: &Value, path: &SchemaPath, found: &mut Vec<PropertyDifference>) {
    for name in ["Version", "Id"] {
        compare(old.get(name), new.get(name), None, &path.entry(name), found);
    }
    let of = |policy: &Value| match &policy["Statement"] {
        Value::Array(statements) => statements.clone(),
        single => vec![single.clone()],
    };
    let key = |statement: &Value| {
        let alone = Map::from_iter([("Statement".to_owned(), statement.clone())]);
        normal_policy(&Value::Object(alone)).to_string()
    };
    unpaired(&of(old), &of(new), key, &path.entry("Statement"), found);
}

fn lists(
    old: &[Value],
    new: &[Value],
    shape: Option<&Shape>,
    path: &SchemaPath,
    found: &mut Vec<PropertyDifference>,
) {
    let item_shape = item_of(shape);
    if let Some((old, new)) = by_name(old).zip(by_name(new)) {
        let known = found.len();
        for (name, value) in &old {
            let path = path.item(name);
            compare(Some(value), new.get(name).copied(), item_shape.as_ref(), &path, found);
        }
        for (name, value) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            compare(None, Some(value), None, &path.item(name), found);
        }
        if known < found.len() {
            return;
        }
    } else if is_set(shape) {
        let key = |item: &Value| normal(item, item_shape.as_ref()).to_string();
        return unpaired(old, new, key, path, found);
    } else if old.len() == new.len() {
        for (index, (old, new)) in old.iter().zip(new).enumerate() {
            let path = path.item(&index.to_string());
            compare(Some(old), Some(new), item_shape.as_ref(), &path, found);
        }
        return;
    } else {
        let same = |one: &Value, other: &Value| {
            one == other || normal(one, item_shape.as_ref()) == normal(other, item_shape.as_ref())
        };
        let shorter = old.len().min(new.len());
        let start = (0..shorter)
            .take_while(|&at| same(&old[at], &new[at]))
            .count();
        let end = (0..shorter - start)
            .take_while(|&back| same(&old[old.len() - 1 - back], &new[new.len() - 1 - back]))
            .count();
        // When what is left is long on both sides, the list as a whole says more.
        let (old_rest, new_rest) = (&old[start..old.len() - end], &new[start..new.len() - end]);
        if old_rest.is_empty() || new_rest.is_empty() {
            for (offset, item) in old_rest.iter().enumerate() {
                compare(Some(item), None, None, &path.item(&(start + offset).to_string()), found);
            }
            for (offset, item) in new_rest.iter().enumerate() {
                compare(None, Some(item), None, &path.item(&(start + offset).to_string()), found);
            }
            return;
        }
    }
    let (old, new) = (Value::from(old), Value::from(new));
    found.push(path.difference(Some(&old), Some(&new)));
}

/// The items of sets that have no equal on the other side: none with the same key.
fn unpaired(
    old: &[Value],
    new: &[Value],
    key: impl Fn(&Value) -> String,
    path: &SchemaPath,
    found: &mut Vec<PropertyDifference>,
) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in new {
        *counts.entry(key(item)).or_default() += 1;
    }
    let mut gone = Vec::new();
    for item in old {
        match counts.get_mut(&key(item)) {
            Some(count) if 0 < *count => *count -= 1,
            _ => gone.push(item),
        }
    }
    let mut come = Vec::new();
    for item in new.iter().rev() {
        if let Some(count) = counts.get_mut(&key(item)).filter(|count| 0 < **count) {
            *count -= 1;
            come.push(item);
        }
    }
    let path = path.item("*");
    gone.into_iter()
        .for_each(|item| compare(Some(item), None, None, &path, found));
    come.into_iter()
        .rev()
        .for_each(|item| compare(None, Some(item), None, &path, found));
}

/// The items by the name that each of them has, if they all have one and no two the same.
fn by_name(items: &[Value]) -> Option<BTreeMap<&str, &Value>> {
    let name = NAMES.iter().find(|name| {
        !items.is_empty()
            && items
                .iter()
                .all(|item| item.get(**name).is_some_and(Value::is_string))
    })?;
    let named: BTreeMap<_, _> = items
        .iter()
        .filter_map(|item| Some((item.get(*name)?.as_str()?, item)))
        .collect();
    (named.len() == items.len()).then_some(named)
}

impl SchemaPath {
    /// The way to an entry.
    pub(in crate::diff) fn entry(&self, name: &str) -> Self {
        self.below(name, name)
    }

    fn item(&self, name: &str) -> Self {
        self.below(&format!("[{name}]"), "*")
    }

    fn below(&self, shown: &str, schema: &str) -> Self {
        let separator = if self.shown.is_empty() { "" } else { "/" };
        let schema = self
            .schema
            .iter()
            .cloned()
            .chain([schema.to_owned()])
            .collect();
        Self { shown: format!("{}{separator}{shown}", self.shown), schema }
    }

    pub(in crate::diff) fn difference(
        &self,
        before: Option<&Value>,
        after: Option<&Value>,
    ) -> PropertyDifference {
        PropertyDifference {
            path: self.shown.clone(),
            schema_path: self.schema.clone(),
            before: before.cloned(),
            after: after.cloned(),
            resolved: None,
            replacement: Verdict::Wont,
        }
    }
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::schema;
    use serde_json::json;

    use super::*;

    fn differences(type_name: &str, property: &str, before: &Value, after: &Value) -> String {
        let schema = schema::resource_type(type_name).unwrap();
        let shape = schema.object().property(property).unwrap().shape();
        let path = SchemaPath::default().entry(property);
        let mut found = Vec::new();
        compare(Some(before), Some(after), Some(&shape), &path, &mut found);
        let text = |value: Option<Value>| value.map_or_else(|| "-".to_owned(), |it| it.to_string());
        let lines: Vec<_> = found
            .into_iter()
            .map(|it| format!("{}: {} -> {}", it.path, text(it.before), text(it.after)))
            .collect();
        lines.join("\n")
    }

    #[test]
    fn items_are_paired_by_their_names() {
        insta::assert_snapshot!(
            differences(
                "AWS::SQS::Queue", "Tags",
                &json!([{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]),
                &json!([{"Key": "b", "Value": "3"}, {"Key": "c", "Value": "4"}]),
            ),
            @r#"
        Tags/[a]: {"Key":"a","Value":"1"} -> -
        Tags/[b]/Value: "2" -> "3"
        Tags/[c]: - -> {"Key":"c","Value":"4"}
        "#
        );
    }

    #[test]
    fn statements_are_shown_whole() {
        let allow = |action: &str| json!({"Effect": "Allow", "Action": action, "Resource": "*"});
        insta::assert_snapshot!(
            differences(
                "AWS::IAM::Policy", "PolicyDocument",
                &json!({"Statement": [allow("s3:A"), allow("s3:B")]}),
                &json!({"Statement": [allow("s3:B"), allow("s3:C")]}),
            ),
            @r#"
        PolicyDocument/Statement/[*]: {"Effect":"Allow","Action":"s3:A","Resource":"*"} -> -
        PolicyDocument/Statement/[*]: - -> {"Effect":"Allow","Action":"s3:C","Resource":"*"}
        "#
        );
    }

    #[test]
    fn a_list_that_grew_shows_what_is_new() {
        insta::assert_snapshot!(
            differences(
                "AWS::ECS::TaskDefinition", "ContainerDefinitions",
                &json!([{"Name": "x", "Command": ["a", "c"]}]),
                &json!([{"Name": "x", "Command": ["a", "b", "c"]}]),
            ),
            @r#"ContainerDefinitions/[x]/Command/[1]: - -> "b""#
        );
    }
}
