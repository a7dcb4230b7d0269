//! The parameters of a call, from AWS's Query protocol.

use serde_json::{Map, Value};

use crate::failure::{Failure, Result};

/// The parameters of a call: `Tags.member.1.Key=a` is `{"Tags": [{"Key": "a"}]}` here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Input(Map<String, Value>);

impl Input {
    /// Reads a form.
    pub(crate) fn from_form(body: &[u8]) -> Self {
        let mut root = Map::new();
        for (key, value) in form_urlencoded::parse(body) {
            insert(&mut root, &key.split('.').collect::<Vec<_>>(), value.into_owned());
        }
        let mut root = Value::Object(root);
        make_lists(&mut root);
        let Value::Object(root) = root else { return Self::default() };
        Self(root)
    }

    pub(crate) fn from_map(map: Map<String, Value>) -> Self {
        Self(map)
    }

    pub(crate) fn as_value(&self) -> Value {
        Value::Object(self.0.clone())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A parameter without which the call means nothing.
    pub(crate) fn required(&self, name: &str) -> Result<&str> {
        self.text(name).filter(|it| !it.is_empty()).ok_or_else(|| {
            let mut field = name.to_owned();
            field[..1].make_ascii_lowercase();
            Failure::validation(format!(
                "1 validation error detected: Value null at '{field}' failed to satisfy constraint: \
                 Member must not be null"
            ))
        })
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.0.get(name), Some(Value::Bool(true)))
            || self
                .text(name)
                .is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }

    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The items of a list; none where it was not sent, or sent empty.
    pub(crate) fn list(&self, name: &str) -> &[Value] {
        self.0
            .get(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let items = self.list(name).iter().filter_map(Value::as_str);
        items.map(str::to_owned).collect()
    }

    /// Whether the caller sent it, be it empty: an empty list is sent as `Tags=`.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

fn insert(map: &mut Map<String, Value>, path: &[&str], value: String) {
    match path {
        [] => {}
        [last] => {
            map.insert((*last).to_owned(), Value::String(value));
        }
        [first, rest @ ..] => {
            let inner = map
                .entry(*first)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

/// Turns `{"member": {"1": a, "2": b}}` into `[a, b]`, and `{"entry": {"1": {"key", "value"}}}` into
/// a map.
fn make_lists(value: &mut Value) {
    let Value::Object(map) = value else { return };
    map.values_mut().for_each(make_lists);
    if map.len() != 1 {
        return;
    }
    if let Some(Value::Object(members)) = map.get("member") {
        let mut items: Vec<(usize, Value)> = members
            .iter()
            .filter_map(|(index, item)| Some((index.parse().ok()?, item.clone())))
            .collect();
        items.sort_by_key(|(index, _)| *index);
        *value = Value::Array(items.into_iter().map(|(_, item)| item).collect());
    } else if let Some(Value::Object(entries)) = map.get("entry") {
        let pair = |entry: &Value| {
            Some((entry.get("key")?.as_str()?.to_owned(), entry.get("value")?.clone()))
        };
        *value = Value::Object(entries.values().filter_map(pair).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_maps_are_read() {
        let body = b"Action=X&Tags.member.10.Key=b&Tags.member.2.Key=a%20c&Empty=&On=true\
            &R.member.1.Id.entry.1.key=k&R.member.1.Id.entry.1.value=v";
        let input = Input::from_form(body);
        insta::assert_snapshot!(input.as_value(), @r#"{"Action":"X","Tags":[{"Key":"a c"},{"Key":"b"}],"Empty":"","On":"true","R":[{"Id":{"k":"v"}}]}"#);
        assert!(input.flag("On") && input.has("Empty") && input.list("Empty").is_empty());
    }

    #[test]
    fn rejects_a_missing_parameter() {
        let error = Input::default().required("StackName").unwrap_err();
        insta::assert_snapshot!(error.message, @"1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null");
    }
}
