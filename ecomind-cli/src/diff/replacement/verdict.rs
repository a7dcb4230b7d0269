//! The verdict on one resource, from what differs in it.

use ecomind_constructs::schema::{PropertySchema, Replacement, ResourceSchema, Strings};
use serde_json::{Map, Value};

use crate::diff::{DecidedBy, PropertyDifference, Reason, Verdict};

use super::{
    certainty::{Names, differ_for_sure},
    documented::documented,
};

/// A resource on both sides.
#[derive(Debug, Clone, Copy)]
pub(in crate::diff) struct Entry<'a> {
    pub(in crate::diff) type_name: &'a str,
    pub(in crate::diff) schema: Option<ResourceSchema>,
    /// What the template says of it now.
    pub(in crate::diff) after: &'a Map<String, Value>,
    pub(in crate::diff) old_names: Names<'a>,
    pub(in crate::diff) new_names: Names<'a>,
}

/// Marks what replaces the resource among what differs, and says why. A top-level property is
/// judged once, however much differs in it.
pub(in crate::diff) fn judge(
    entry: Entry<'_>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    differences: &mut [PropertyDifference],
) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for difference in differences {
        let Some(reason) = reason_of(entry, before, after, difference) else { continue };
        difference.replacement = reason.verdict;
        let known = reasons
            .iter_mut()
            .find(|known| known.property == reason.property);
        match known {
            Some(known) if known.verdict < reason.verdict => *known = reason,
            Some(_) => {}
            None => reasons.push(reason),
        }
    }
    reasons
}

fn reason_of(
    entry: Entry<'_>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    difference: &PropertyDifference,
) -> Option<Reason> {
    let property = difference.schema_path.first()?;
    let reason = |verdict, property: &str, text: String, decided_by| {
        Some(Reason { verdict, property: Some(property.to_owned()), text, decided_by })
    };
    let (old, new) = (before.get(property), after.get(property));
    if let Some((verdict, text)) = documented(entry.type_name, property, old, new, entry.after) {
        return reason(verdict, property, text, DecidedBy::Documentation);
    }
    let Some(schema) = entry.schema else {
        let (text, decided_by) = unknown(entry.type_name);
        return Some(Reason { verdict: Verdict::May, property: None, text, decided_by });
    };
    let found = touched(schema.create_only(), difference).map(|path| (path, true));
    let maybe = || touched(schema.conditional_create_only(), difference).map(|path| (path, false));
    if let Some((path, always)) = found.or_else(maybe) {
        let (text, verdict) = if !always {
            ("some changes of it replace the resource", Verdict::May)
        } else if differ_for_sure(
            difference.before.as_ref(),
            difference.after.as_ref(),
            entry.old_names,
            entry.new_names,
        ) {
            ("is set when the resource is created, and never again", Verdict::Will)
        } else {
            (
                "is set when the resource is created, and never again; whether its value changes \
                 is known only at deployment",
                Verdict::May,
            )
        };
        return reason(verdict, path, text.to_owned(), DecidedBy::Schema);
    }
    let flag = schema
        .object()
        .property(property)
        .map(PropertySchema::replacement);
    match flag? {
        Replacement::Never => None,
        Replacement::Maybe => {
            let text = "some changes of it replace the resource".to_owned();
            reason(Verdict::May, property, text, DecidedBy::Schema)
        }
        Replacement::Always => {
            let text = "AWS's documentation says that it replaces the resource, and AWS's schema \
                        does not"
                .to_owned();
            reason(Verdict::May, property, text, DecidedBy::Schema)
        }
    }
}

/// What can be said about a type without a schema.
fn unknown(type_name: &str) -> (String, DecidedBy) {
    if type_name.starts_with("Custom::") || type_name == "AWS::CloudFormation::CustomResource" {
        let text = "what a custom resource does with a change is up to the code behind it: a new \
                    physical id replaces it";
        return (text.to_owned(), DecidedBy::Documentation);
    }
    (format!("there is no schema of {type_name} to ask"), DecidedBy::Schema)
}

/// The first of the schema's paths that the difference touches.
fn touched(paths: Strings, difference: &PropertyDifference) -> Option<&'static str> {
    let mut paths = paths;
    paths.find(|path| touches(path, &difference.schema_path) || holds_other_value(path, difference))
}

/// Whether a change at `changed` is a change of the property at `path`, or of a part of it.
pub(in crate::diff) fn touches(path: &str, changed: &[String]) -> bool {
    let mut changed = changed.iter();
    path.split('/').all(|name| {
        changed
            .next()
            .is_some_and(|it| it == name || it == "*" || name == "*")
    })
}

/// Whether the value that changed as a whole holds the property at `path`, and differs there.
fn holds_other_value(path: &str, difference: &PropertyDifference) -> bool {
    let names: Vec<&str> = path.split('/').collect();
    let changed = &difference.schema_path;
    if names.len() <= changed.len()
        || !names
            .iter()
            .zip(changed)
            .all(|(name, it)| it == name || it == "*" || *name == "*")
    {
        return false;
    }
    let rest = &names[changed.len()..];
    let at = |value: &Option<Value>| value.as_ref().map(|value| values_at(value, rest));
    let (before, after) = (at(&difference.before), at(&difference.after));
    before.unwrap_or_default() != after.unwrap_or_default()
}

/// The values at a path, through all items of lists.
fn values_at(value: &Value, names: &[&str]) -> Vec<Value> {
    let Some((name, rest)) = names.split_first() else { return vec![value.clone()] };
    match value {
        Value::Array(items) => {
            let names = if *name == "*" { rest } else { names };
            items
                .iter()
                .flat_map(|item| values_at(item, names))
                .collect()
        }
        Value::Object(map) => map
            .get(*name)
            .map(|value| values_at(value, rest))
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    #[test]
    fn a_path_covers_what_is_below_it() {
        assert!(touches("Port", &path("Port")));
        assert!(touches("Broker/Subnets", &path("Broker/Subnets/*")));
        assert!(touches("Items/*/Name", &path("Items/*/Name")));
        assert!(!touches("Broker/Subnets", &path("Broker/Storage")));
        assert!(!touches("Broker/Subnets", &path("Broker")));
    }
}
