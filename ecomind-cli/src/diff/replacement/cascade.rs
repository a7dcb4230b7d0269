//! What is replaced because it refers to something that is replaced.

use std::collections::BTreeMap;

use ecomind_constructs::{
    schema,
    template::{self, Reference, canonical, visit_references},
};
use serde_json::Value;

use crate::{
    assembly::StackSnapshot,
    diff::{
        Action, Cost, DecidedBy, Presence, Reason, ResourceDifference, StackDifference, Verdict,
    },
};

use super::verdict::touches;

/// A resource: the stack's index, and the logical id.
type Key<'a> = (usize, &'a str);

/// What stands behind an output: a resource, and the attribute that is read.
type Behind<'a> = Vec<(Key<'a>, Option<&'a str>)>;

/// One place that refers to a resource, directly or through an output.
struct Reader<'a> {
    key: Key<'a>,
    property: Vec<String>,
    attribute: Option<&'a str>,
}

/// Spreads replacements to all that refers to them, through any number of resources and stacks.
///
/// `after` are the stacks as they will be, in the order of `differences`; `before` as they are.
pub(in crate::diff) fn spread(
    differences: &mut [StackDifference],
    before: &[Option<&StackSnapshot>],
    after: &[Option<&StackSnapshot>],
) {
    let mut waiting: Vec<(usize, String)> = Vec::new();
    for (index, stack) in differences.iter().enumerate() {
        let replaced = stack
            .resources
            .iter()
            .filter(|it| Verdict::Wont < it.replacement);
        waiting.extend(replaced.map(|it| (index, it.logical_id.clone())));
    }
    if waiting.is_empty() {
        return;
    }
    let readers = readers(after);
    while let Some((index, logical_id)) = waiting.pop() {
        let Some(cause) = differences[index].resource(&logical_id) else { continue };
        let (verdict, name) = (cause.replacement, cause.place().to_owned());
        let Some(found) = readers.get(&(index, logical_id.as_str())) else { continue };
        for reader in found {
            let (stack, reader_id) = reader.key;
            let (Some(snapshot), Some(old)) = (after[stack], before[stack]) else { continue };
            let is_new = old.template.resource(reader_id).is_none();
            if is_new || stays_the_same(reader.attribute, &logical_id, before[index], after[index])
            {
                continue;
            }
            let reason = reason(snapshot, reader, verdict, &name);
            let difference = entry(&mut differences[stack], snapshot, reader_id);
            let known = difference.replacement;
            difference.because(reason);
            if known < difference.replacement {
                waiting.push((stack, reader_id.to_owned()));
            }
        }
    }
}

fn reason(snapshot: &StackSnapshot, reader: &Reader<'_>, verdict: Verdict, cause: &str) -> Reason {
    let type_name = snapshot
        .template
        .resource(reader.key.1)
        .map_or("", |it| it.type_name);
    let schema = schema::resource_type(type_name);
    let any = |paths: Option<schema::Strings>| {
        paths
            .into_iter()
            .flatten()
            .any(|path| touches(path, &reader.property))
    };
    let effect = if any(schema.map(schema::ResourceSchema::create_only)) {
        verdict
    } else if any(schema.map(schema::ResourceSchema::conditional_create_only)) || schema.is_none() {
        verdict.min(Verdict::May)
    } else {
        Verdict::Wont
    };
    let fate = if verdict == Verdict::Will { "is replaced" } else { "may be replaced" };
    let text = format!("refers to `{cause}`, which {fate}");
    let property = Some(reader.property.join("/"));
    Reason { verdict: effect, property, text, decided_by: DecidedBy::Cascade }
}

/// What is known of a resource, which may have had no difference of its own.
fn entry<'a>(
    stack: &'a mut StackDifference,
    snapshot: &StackSnapshot,
    logical_id: &str,
) -> &'a mut ResourceDifference {
    let known = stack
        .resources
        .iter()
        .position(|it| it.logical_id == logical_id);
    let index = known.unwrap_or_else(|| {
        let type_name = snapshot
            .template
            .resource(logical_id)
            .map_or("", |it| it.type_name);
        stack.resources.push(ResourceDifference {
            logical_id: logical_id.to_owned(),
            type_name: type_name.to_owned(),
            path: snapshot.path_of(logical_id).map(str::to_owned),
            moved_from: None,
            location: snapshot.location_of(logical_id).map(str::to_owned),
            action: Action::Change,
            replacement: Verdict::Wont,
            reasons: Vec::new(),
            properties: Vec::new(),
            attributes: Vec::new(),
            cost: Cost::NotPriced,
        });
        stack.resources.len() - 1
    });
    if stack.presence == Presence::Kept && stack.resources[index].action == Action::Move {
        stack.resources[index].action = Action::Change;
    }
    &mut stack.resources[index]
}

/// Whether an attribute only repeats a property that is the same on both sides.
fn stays_the_same(
    attribute: Option<&str>,
    logical_id: &str,
    before: Option<&StackSnapshot>,
    after: Option<&StackSnapshot>,
) -> bool {
    let property = |stack: Option<&StackSnapshot>| {
        let value = stack?.template.resource(logical_id)?.property(attribute?)?;
        value.is_string().then(|| value.clone())
    };
    property(before).is_some_and(|old| property(after) == Some(old))
}

/// Who refers to each resource, in its own stack and in others.
fn readers<'a>(after: &[Option<&'a StackSnapshot>]) -> BTreeMap<Key<'a>, Vec<Reader<'a>>> {
    let mut readers: BTreeMap<Key<'a>, Vec<Reader<'a>>> = BTreeMap::new();
    let outputs = Outputs::of(after);
    for (stack, snapshot) in after.iter().enumerate() {
        for resource in snapshot.iter().flat_map(|it| it.template.resources()) {
            let Some(properties) = resource.entry.get("Properties") else { continue };
            let key = (stack, resource.logical_id);
            walk(properties, &mut Vec::new(), &mut |path, reference| {
                let mut add = |target: Key<'a>, attribute| {
                    let reader = Reader { key, property: path.to_vec(), attribute };
                    readers.entry(target).or_default().push(reader);
                };
                match reference {
                    Reference::Element { logical_id, attribute } => {
                        add((stack, logical_id), attribute);
                    }
                    other => {
                        outputs
                            .behind(other)
                            .iter()
                            .for_each(|&(key, attribute)| add(key, attribute));
                    }
                }
            });
        }
    }
    readers
}

/// Visits what each property refers to, with the way to it as schemas have it.
fn walk<'a>(
    value: &'a Value,
    path: &mut Vec<String>,
    visit: &mut impl FnMut(&[String], Reference<'a>),
) {
    match value {
        Value::Object(map) if template::function(map).is_some() => {
            visit_references(value, &mut |reference| visit(path, reference));
        }
        Value::Object(map) => {
            for (name, value) in map {
                path.push(name.clone());
                walk(value, path, visit);
                path.pop();
            }
        }
        Value::Array(items) => {
            path.push("*".to_owned());
            items.iter().for_each(|item| walk(item, path, visit));
            path.pop();
        }
        _ => {}
    }
}

/// The resources behind the outputs and exports of all stacks.
struct Outputs<'a> {
    by_output: BTreeMap<(&'a str, &'a str), Behind<'a>>,
    by_export: BTreeMap<String, Behind<'a>>,
}

impl<'a> Outputs<'a> {
    fn of(after: &[Option<&'a StackSnapshot>]) -> Self {
        let mut outputs = Self { by_output: BTreeMap::new(), by_export: BTreeMap::new() };
        for (index, snapshot) in after.iter().enumerate() {
            let Some(snapshot) = snapshot else { continue };
            let section = snapshot
                .template
                .section("Outputs")
                .and_then(Value::as_object);
            for (name, output) in section.into_iter().flatten() {
                let mut behind = Vec::new();
                let value = output.get("Value").into_iter();
                value.for_each(|value| {
                    visit_references(value, &mut |reference| {
                        if let Reference::Element { logical_id, attribute } = reference {
                            behind.push(((index, logical_id), attribute));
                        }
                    });
                });
                if let Some(export) = output.get("Export").and_then(|export| export.get("Name")) {
                    outputs
                        .by_export
                        .insert(canonical(export).to_string(), behind.clone());
                }
                outputs
                    .by_output
                    .insert((snapshot.name.as_str(), name.as_str()), behind);
            }
        }
        outputs
    }

    fn behind(&self, reference: Reference<'a>) -> &[(Key<'a>, Option<&'a str>)] {
        let found = match reference {
            Reference::Import { name } => self.by_export.get(&canonical(name).to_string()),
            Reference::StackOutput {
                stack: Value::String(stack),
                output: Value::String(output),
            } => self.by_output.get(&(stack.as_str(), output.as_str())),
            _ => None,
        };
        found.map(Vec::as_slice).unwrap_or_default()
    }
}
