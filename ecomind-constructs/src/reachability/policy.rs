//! Policies: what statements say about an action on a resource.

use serde_json::Value;

use super::Key;
use crate::template::{Meaning, Stacks};

/// What a statement says about one action on one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    /// It is about something else.
    Nothing,
    /// It allows, under these conditions.
    Allows(Vec<String>),
    /// It denies, under these conditions.
    Denies(Vec<String>),
    /// It can't be told.
    Unknown(String),
}

/// A policy: where it is, and its document.
pub(super) struct Policy<'a> {
    pub(super) stacks: &'a Stacks,
    pub(super) stack: usize,
    pub(super) document: &'a Value,
}

/// Whether a statement is about something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Yes,
    No,
    Unknown,
}

impl<'a> Policy<'a> {
    /// The statements, one of which may stand alone.
    pub(super) fn statements(&self) -> Vec<&'a Value> {
        match self.document.get("Statement") {
            Some(Value::Array(all)) => all.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        }
    }

    /// What a statement says. One without resources, in the policy of the resource itself, is
    /// about that.
    pub(super) fn says(&self, statement: &Value, action: &str, resource: &Key) -> Says {
        for negative in ["NotAction", "NotResource", "NotPrincipal"] {
            if statement.get(negative).is_some() {
                return Says::Unknown(format!("a statement has {negative}"));
            }
        }
        if !texts(statement.get("Action"))
            .iter()
            .any(|it| is_like(it, action))
        {
            return Says::Nothing;
        }
        let of_resource = match statement.get("Resource") {
            None => Match::Yes,
            Some(Value::Array(all)) => all
                .iter()
                .map(|it| self.is_about(it, resource))
                .reduce(either)
                .unwrap_or(Match::No),
            Some(one) => self.is_about(one, resource),
        };
        let conditions = conditions(statement);
        let is_allow = statement.get("Effect").and_then(Value::as_str) == Some("Allow");
        match (of_resource, is_allow) {
            (Match::No, _) => Says::Nothing,
            (Match::Unknown, _) => Says::Unknown("a statement names a resource by text".to_owned()),
            (Match::Yes, true) => Says::Allows(conditions),
            (Match::Yes, false) => Says::Denies(conditions),
        }
    }

    /// Whether an entry of `Resource` is about a resource, or what is in it.
    fn is_about(&self, entry: &Value, resource: &Key) -> Match {
        let is_target = |value: &Value| match self.stacks.target(self.stack, value) {
            Some((stack, id)) if (stack, id) == (resource.0, resource.1.as_str()) => Match::Yes,
            Some(_) => Match::No,
            None => Match::Unknown,
        };
        if let Some(parts) = entry
            .get("Fn::Join")
            .and_then(|join| join.get(1)?.as_array())
        {
            // `arn:aws:s3:::` and a name, or an ARN and `/*`.
            let known: Vec<_> = parts.iter().map(is_target).collect();
            return if known.contains(&Match::Yes) {
                Match::Yes
            } else if known.contains(&Match::No) {
                Match::No
            } else {
                Match::Unknown
            };
        }
        if let Some(template) = entry.get("Fn::Sub") {
            return self.in_sub(template, resource);
        }
        match self.stacks.meaning(self.stack, entry) {
            Meaning::Written { value: Value::String(text), .. } => match text.as_str() {
                "*" => Match::Yes,
                text => self.by_service(text, resource),
            },
            Meaning::Resource { .. } => is_target(entry),
            _ => Match::Unknown,
        }
    }

    fn in_sub(&self, template: &Value, resource: &Key) -> Match {
        let (text, variables) = match template {
            Value::String(text) => (text.as_str(), None),
            Value::Array(parts) => match parts.first().and_then(Value::as_str) {
                Some(text) => (text, parts.get(1)),
                None => return Match::Unknown,
            },
            _ => return Match::Unknown,
        };
        let names = text
            .split("${")
            .skip(1)
            .filter_map(|rest| rest.split('}').next());
        let mut found = Match::Unknown;
        for name in names.filter(|name| !name.starts_with("AWS::")) {
            let value = match variables.and_then(|all| all.get(name)) {
                Some(value) => value.clone(),
                None if name.contains('.') => serde_json::json!({"Fn::GetAtt": name}),
                None => serde_json::json!({"Ref": name}),
            };
            match self.stacks.target(self.stack, &value) {
                Some((stack, id)) if (stack, id) == (resource.0, resource.1.as_str()) => {
                    return Match::Yes;
                }
                Some(_) => found = Match::No,
                None => {}
            }
        }
        if found == Match::Unknown { self.by_service(text, resource) } else { found }
    }

    /// An ARN in words is of another resource when it is of another service.
    fn by_service(&self, arn: &str, (stack, id): &Key) -> Match {
        let parts: Vec<_> = arn.splitn(6, ':').collect();
        let [_, _, service, _, _, _] = parts[..] else { return Match::Unknown };
        let type_name = self
            .stacks
            .resource(*stack, id)
            .map_or("", |it| it.type_name);
        let own = type_name
            .split("::")
            .nth(1)
            .unwrap_or_default()
            .to_lowercase();
        if service.contains(['*', '?', '$']) || service == own { Match::Unknown } else { Match::No }
    }
}

/// Whether a pattern with `*` and `?` fits a text, whatever its case.
pub(super) fn is_like(pattern: &str, text: &str) -> bool {
    fn fits(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some((b'*', rest)), _) => {
                fits(rest, text)
                    || text
                        .split_first()
                        .is_some_and(|(_, text)| fits(pattern, text))
            }
            (Some((b'?', rest)), Some((_, text))) => fits(rest, text),
            (Some((one, rest)), Some((other, text))) => {
                one.eq_ignore_ascii_case(other) && fits(rest, text)
            }
            _ => false,
        }
    }
    fits(pattern.as_bytes(), text.as_bytes())
}

/// The texts of what may be one or a list.
pub(super) fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        Some(one) => one.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}

fn either(one: Match, other: Match) -> Match {
    match (one, other) {
        (Match::Yes, _) | (_, Match::Yes) => Match::Yes,
        (Match::Unknown, _) | (_, Match::Unknown) => Match::Unknown,
        _ => Match::No,
    }
}

/// Conditions in words, such as `StringEquals aws:SourceAccount "111122223333"`.
fn conditions(statement: &Value) -> Vec<String> {
    let Some(Value::Object(operators)) = statement.get("Condition") else { return Vec::new() };
    let of = |(operator, keys): (&String, &Value)| {
        let keys = keys.as_object().into_iter().flatten();
        keys.map(|(key, value)| format!("{operator} {key} {value}"))
            .collect::<Vec<_>>()
    };
    operators.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whatever_the_case() {
        assert!(is_like("s3:Get*", "s3:getobject") && is_like("*", "s3:GetObject"));
        assert!(is_like("s3:?etObject", "s3:GetObject"));
        assert!(!is_like("s3:Get", "s3:GetObject") && !is_like("s3:Put*", "s3:GetObject"));
    }
}
