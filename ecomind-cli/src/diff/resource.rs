//! One resource on both sides.

use ecomind_constructs::{
    schema,
    template::{Resource, canonical},
};
use serde_json::{Map, Value};

use crate::assembly::StackSnapshot;

use super::{
    Action, Cost, DecidedBy, PropertyDifference, Reason, ResourceDifference, Verdict,
    replacement::{Entry, Names, judge},
    resolved::resolved,
    values::{SchemaPath, compare},
};

/// What differs in a resource that is on both sides; none when nothing does.
pub(super) fn changed(
    old: Resource<'_>,
    new: Resource<'_>,
    before: &StackSnapshot,
    after: &StackSnapshot,
) -> Option<ResourceDifference> {
    let moved_from = moved_from(old.logical_id, before, after);
    if old.entry == new.entry && moved_from.is_none() {
        return None;
    }
    let mut difference = of(new, after, Action::Change);
    difference.moved_from = moved_from;
    let schema = schema::resource_type(new.type_name);
    let empty = Map::new();
    let properties = |it: Resource<'_>| canonical_map(it.entry.get("Properties"), &empty);
    let (old_properties, new_properties) = (properties(old), properties(new));
    for name in names(&old_properties, &new_properties) {
        let (one, other) = (old_properties.get(name), new_properties.get(name));
        if one == other
            || is_nothing(one) && is_nothing(other)
            || same_here(one, other, before, after)
        {
            continue;
        }
        let shape = schema
            .and_then(|it| it.object().property(name))
            .map(schema::PropertySchema::shape);
        let path = SchemaPath::default().entry(name);
        compare(one, other, shape.as_ref(), &path, &mut difference.properties);
    }
    for name in names(old.entry, new.entry).filter(|name| !matches!(*name, "Properties" | "Type")) {
        attribute(name, old.entry.get(name), new.entry.get(name), &mut difference.attributes);
    }
    if old.type_name == new.type_name {
        let entry = Entry {
            type_name: new.type_name,
            schema,
            after: new.entry,
            old_names: Names(&before.template),
            new_names: Names(&after.template),
        };
        let reasons = judge(entry, &old_properties, &new_properties, &mut difference.properties);
        reasons
            .into_iter()
            .for_each(|reason| difference.because(reason));
    } else {
        difference.because(Reason {
            verdict: Verdict::Will,
            property: None,
            text: format!("its type was {}", old.type_name),
            decided_by: DecidedBy::Documentation,
        });
    }
    let is_same = difference.properties.is_empty()
        && difference.attributes.is_empty()
        && difference.replacement == Verdict::Wont;
    match (is_same, &difference.moved_from) {
        (true, None) => None,
        (true, Some(_)) => Some(ResourceDifference { action: Action::Move, ..difference }),
        _ => Some(difference),
    }
}

/// A resource that is on one side alone.
pub(super) fn of(
    resource: Resource<'_>,
    stack: &StackSnapshot,
    action: Action,
) -> ResourceDifference {
    ResourceDifference {
        logical_id: resource.logical_id.to_owned(),
        type_name: resource.type_name.to_owned(),
        path: stack.path_of(resource.logical_id).map(str::to_owned),
        moved_from: None,
        location: stack.location_of(resource.logical_id).map(str::to_owned),
        action,
        replacement: Verdict::Wont,
        reasons: Vec::new(),
        properties: Vec::new(),
        attributes: Vec::new(),
        cost: Cost::NotPriced,
    }
}

/// The construct that it was, when another one has its logical id now.
fn moved_from(logical_id: &str, before: &StackSnapshot, after: &StackSnapshot) -> Option<String> {
    let (old, new) = (before.path_of(logical_id)?, after.path_of(logical_id)?);
    (old != new).then(|| old.to_owned())
}

/// Whether two values are the same once what each stack knows of itself is put in.
fn same_here(
    one: Option<&Value>,
    other: Option<&Value>,
    before: &StackSnapshot,
    after: &StackSnapshot,
) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    resolved(one, before) == resolved(other, after)
}

/// Whether there is nothing in it: no tags are the same as an empty list of tags.
fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        None => true,
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    }
}

fn attribute(
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    found: &mut Vec<PropertyDifference>,
) {
    let listed = |value: &Value| match value {
        // `DependsOn` takes one id or several, in any order.
        Value::String(_) if name == "DependsOn" => Value::Array(vec![value.clone()]),
        Value::Array(items) if name == "DependsOn" => {
            let mut items = items.clone();
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        value => canonical(value),
    };
    let (before, after) = (before.map(listed), after.map(listed));
    if before == after {
        return;
    }
    let path = SchemaPath::default().entry(name);
    if name == "DependsOn" {
        return found.push(path.difference(before.as_ref(), after.as_ref()));
    }
    compare(before.as_ref(), after.as_ref(), None, &path, found);
}

fn canonical_map(properties: Option<&Value>, empty: &Map<String, Value>) -> Map<String, Value> {
    match properties.map(canonical) {
        Some(Value::Object(map)) => map,
        _ => empty.clone(),
    }
}

/// The names on either side, each once: first those that were there.
fn names<'a>(
    old: &'a Map<String, Value>,
    new: &'a Map<String, Value>,
) -> impl Iterator<Item = &'a str> {
    let added = new.keys().filter(|name| !old.contains_key(*name));
    old.keys().chain(added).map(String::as_str)
}
