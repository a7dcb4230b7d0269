//! Stacks without what only tells environments apart: account, region, names.

use ecomind_constructs::template::Template;
use serde_json::{Map, Value};

use crate::assembly::StackSnapshot;

const ENVIRONMENT: &str = "{environment}";

/// The stacks with `{account}`, `{region}`, `{name}` and `{environment}` in the place of what they
/// are in the environment of this name. `{name}` is what the names of its stacks begin with.
pub(crate) fn plain(stacks: &[StackSnapshot], environment: &str) -> Vec<StackSnapshot> {
    let one = |stack: &StackSnapshot| {
        let mut words: Vec<(&str, &str)> = Vec::new();
        if let Some(prefix) = stack.name.strip_suffix(&stack.id) {
            words.push((prefix.trim_end_matches('-'), "{name}"));
        }
        words.extend(stack.account.as_deref().map(|it| (it, "{account}")));
        words.extend(stack.region.as_deref().map(|it| (it, "{region}")));
        words.push((environment, ENVIRONMENT));
        words.retain(|(word, _)| !word.is_empty());
        let root = replaced(&Value::Object(stack.template.root().clone()), &words);
        let template = Template::from_json(&root.to_string());
        let tags = stack.tags.iter();
        let mut plain = StackSnapshot {
            name: stack.id.clone(),
            account: None,
            region: None,
            tags: tags
                .map(|(key, value)| (key.clone(), without(value, &words)))
                .collect(),
            ..stack.clone()
        };
        // What was a template still is one.
        if let Ok(template) = template {
            plain.template = template;
        }
        plain
    };
    stacks.iter().map(one).collect()
}

/// Whether two values that differ are the same as they were written: the name of an environment
/// may be part of another word, such as `dev` of `/dev/xvda`.
pub(super) fn same_as_written(
    one: Option<&Value>,
    other: Option<&Value>,
    names: [&str; 2],
) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let written = |value: &Value, name: &str| replaced_by(value, name);
    written(one, names[0]) == written(other, names[1])
}

fn replaced_by(value: &Value, name: &str) -> Value {
    match value {
        Value::String(text) => text.replace(ENVIRONMENT, name).into(),
        Value::Array(items) => items.iter().map(|item| replaced_by(item, name)).collect(),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| {
                (key.replace(ENVIRONMENT, name), replaced_by(value, name))
            };
            map.iter().map(entry).collect()
        }
        scalar => scalar.clone(),
    }
}

fn replaced(value: &Value, words: &[(&str, &str)]) -> Value {
    match value {
        Value::String(text) => without(text, words).into(),
        Value::Array(items) => items.iter().map(|item| replaced(item, words)).collect(),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| (key.clone(), replaced(value, words));
            map.iter().map(entry).collect::<Map<_, _>>().into()
        }
        scalar => scalar.clone(),
    }
}

fn without(text: &str, words: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (word, placeholder) in words {
        text = whole_words_replaced(&text, word, placeholder);
    }
    text
}

/// Replaces a word where no letter or digit is beside it.
fn whole_words_replaced(text: &str, word: &str, by: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let is_alone = |beside: Option<char>| !beside.is_some_and(char::is_alphanumeric);
        let left = before.chars().next_back().or(out.chars().next_back());
        let is_whole = is_alone(left) && is_alone(after.chars().next());
        out += before;
        out += if is_whole { by } else { word };
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whole_words_alone_are_replaced() {
        let plain = |text: &str| {
            without(
                text,
                &[("shop-dev", "{name}"), ("111122223333", "{account}"), ("dev", ENVIRONMENT)],
            )
        };
        assert_eq!(
            plain("/shop-dev/api and dev.example.com"),
            "/{name}/api and {environment}.example.com"
        );
        assert_eq!(
            plain("arn:aws:iam::111122223333:role/developer"),
            "arn:aws:iam::{account}:role/developer"
        );
    }

    #[test]
    fn a_word_that_is_in_both_is_no_difference() {
        let (dev, prod) = (json!(["/{environment}/xvda"]), json!(["/dev/xvda"]));
        assert!(same_as_written(Some(&dev), Some(&prod), ["dev", "prod"]));
        assert!(!same_as_written(
            Some(&json!("{environment}")),
            Some(&json!("x")),
            ["dev", "prod"]
        ));
    }
}
