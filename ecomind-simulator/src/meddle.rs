//! What happens behind CloudFormation's back.

use std::fmt;

use serde_json::Value;

use crate::{
    core::Core,
    place::Place,
    resource::{Maker, make},
    state::{Thing, World},
};

/// There is no such stack or resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    what: String,
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no {}", self.what)
    }
}

impl std::error::Error for NotFound {}

/// Moves the operation of a stack one step on; returns whether it goes on.
pub(crate) fn step(core: &mut Core, stack: &str) -> Result<bool, NotFound> {
    let id = id(core, stack)?;
    core.engine().step(&id);
    Ok(core.world.stacks[&id].operation.is_some())
}

/// Changes a property of a resource that a stack has made.
pub(crate) fn change(
    core: &mut Core,
    stack: &str,
    logical_id: &str,
    path: &str,
    value: Value,
) -> Result<(), NotFound> {
    let key = key(core, stack, logical_id)?;
    let missing = || not_found(&format!("resource `{logical_id}` in `{stack}`"));
    let thing = core.world.things.get_mut(&key).ok_or_else(missing)?;
    let mut place = &mut thing.properties;
    for part in path.split('/') {
        if !place.is_object() && !place.is_array() {
            *place = Value::Object(serde_json::Map::new());
        }
        place = match place {
            Value::Array(items) => {
                let item = part.parse::<usize>().ok().and_then(|it| items.get_mut(it));
                item.ok_or_else(|| not_found(&format!("`{path}` in `{logical_id}`")))?
            }
            other => &mut other[part],
        };
    }
    *place = value;
    core.world.tick();
    Ok(())
}

/// Deletes a resource that a stack has made.
pub(crate) fn delete(core: &mut Core, stack: &str, logical_id: &str) -> Result<(), NotFound> {
    let key = key(core, stack, logical_id)?;
    let removed = core.world.things.remove(&key);
    core.world.tick();
    removed
        .map(|_| ())
        .ok_or_else(|| not_found(&format!("resource `{logical_id}` in `{stack}`")))
}

/// Adds a resource that no stack has made; returns its physical id.
pub(crate) fn add(core: &mut Core, place: &Place, type_name: &str, properties: &Value) -> String {
    core.world.serial += 1;
    let maker = Maker {
        place,
        stack_name: "existing",
        logical_id: "resource",
        type_name,
        properties,
        serial: core.world.serial,
    };
    let made = make(&maker);
    let thing = Thing {
        type_name: type_name.to_owned(),
        physical_id: made.physical_id.clone(),
        properties: properties.clone(),
        attributes: made.attributes,
        identifier: made.identifier,
        stack: None,
    };
    let key = World::key(place, type_name, &made.physical_id);
    core.world.things.insert(key, thing);
    made.physical_id
}

fn id(core: &Core, stack: &str) -> Result<String, NotFound> {
    let mut stacks = core.world.stacks.values();
    let found = stacks.find(|it| !it.is_deleted() && (it.name == stack || it.id == stack));
    found
        .map(|it| it.id.clone())
        .ok_or_else(|| not_found(&format!("stack `{stack}`")))
}

fn key(core: &Core, stack: &str, logical_id: &str) -> Result<String, NotFound> {
    let stack = &core.world.stacks[&id(core, stack)?];
    let missing = || not_found(&format!("resource `{logical_id}` in `{}`", stack.name));
    let resource = stack.resources.get(logical_id).ok_or_else(missing)?;
    Ok(World::key(&stack.place, &resource.type_name, &resource.physical_id))
}

fn not_found(what: &str) -> NotFound {
    NotFound { what: what.to_owned() }
}
