//! What an expression refers to.

use serde_json::Value;

/// Something that an expression names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reference {
    /// `Ref`, or `${Name}` in a `Fn::Sub`.
    Name(String),
    /// `Fn::GetAtt`, or `${Name.Attribute}`.
    Attribute(String, String),
    /// A condition, in `Fn::If` or `Condition`.
    Condition(String),
    /// A table, in `Fn::FindInMap`.
    Mapping(String),
}

/// All that `value` refers to, in order.
pub(crate) fn references(value: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    collect(value, &mut found);
    found
}

/// The placeholders of a `Fn::Sub` text, without their braces; `${!Literal}` is none.
pub(crate) fn placeholders(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        rest = &rest[start + 2..];
        let Some(end) = rest.find('}') else { break };
        if !rest.starts_with('!') {
            names.push(rest[..end].trim());
        }
        rest = &rest[end + 1..];
    }
    names
}

fn collect(value: &Value, found: &mut Vec<Reference>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(map) => {
            if let Some((name, argument)) = map.iter().next().filter(|_| map.len() == 1)
                && function(name, argument, found)
            {
                return;
            }
            map.values().for_each(|value| collect(value, found));
        }
        _ => {}
    }
}

/// Takes a function's own references; returns whether nothing else is to be looked at.
fn function(name: &str, argument: &Value, found: &mut Vec<Reference>) -> bool {
    match (name, argument) {
        ("Ref", Value::String(name)) => found.push(Reference::Name(name.clone())),
        ("Condition", Value::String(name)) => found.push(Reference::Condition(name.clone())),
        ("Fn::GetAtt", Value::String(path)) => found.push(attribute(path)),
        ("Fn::GetAtt", Value::Array(parts)) => {
            if let Some(resource) = parts.first().and_then(Value::as_str) {
                let attribute = parts.get(1).and_then(Value::as_str).unwrap_or_default();
                found.push(Reference::Attribute(resource.to_owned(), attribute.to_owned()));
            }
            parts.iter().skip(1).for_each(|part| collect(part, found));
        }
        ("Fn::Sub", Value::String(text)) => sub(text, None, found),
        ("Fn::Sub", Value::Array(parts)) => {
            let variables = parts.get(1);
            if let Some(text) = parts.first().and_then(Value::as_str) {
                sub(text, variables, found);
            }
            if let Some(Value::Object(variables)) = variables {
                variables.values().for_each(|value| collect(value, found));
            }
        }
        ("Fn::If", Value::Array(parts)) => {
            if let Some(Value::String(condition)) = parts.first() {
                found.push(Reference::Condition(condition.clone()));
            }
            parts.iter().skip(1).for_each(|part| collect(part, found));
        }
        ("Fn::FindInMap", Value::Array(parts)) => {
            if let Some(Value::String(table)) = parts.first() {
                found.push(Reference::Mapping(table.clone()));
            }
            parts.iter().for_each(|part| collect(part, found));
        }
        _ => return false,
    }
    true
}

fn sub(text: &str, variables: Option<&Value>, found: &mut Vec<Reference>) {
    for name in placeholders(text) {
        if variables.is_some_and(|it| it.get(name).is_some()) {
            continue;
        }
        let is_attribute = name.contains('.');
        found.push(if is_attribute { attribute(name) } else { Reference::Name(name.to_owned()) });
    }
}

fn attribute(path: &str) -> Reference {
    let (resource, attribute) = path.split_once('.').unwrap_or((path, ""));
    Reference::Attribute(resource.to_owned(), attribute.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_that_is_named_is_found() {
        let value = json!({
            "A": {"Ref": "R"},
            "B": {"Fn::Sub": ["${V}-${P}-${D.Arn}-${!Literal}", {"V": {"Ref": "Inner"}}]},
            "C": {"Fn::If": ["Big", {"Fn::GetAtt": "Db.Endpoint.Port"}, 1]},
            "D": {"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "x"]},
            "E": {"Ref": {"not": "a name"}},
        });
        let name = |name: &str| Reference::Name(name.to_owned());
        let attribute = |a: &str, b: &str| Reference::Attribute(a.to_owned(), b.to_owned());
        let expected = [
            name("R"),
            name("P"),
            attribute("D", "Arn"),
            name("Inner"),
            Reference::Condition("Big".to_owned()),
            attribute("Db", "Endpoint.Port"),
            Reference::Mapping("Sizes".to_owned()),
            name("AWS::Region"),
        ];
        assert_eq!(references(&value), expected);
    }
}
