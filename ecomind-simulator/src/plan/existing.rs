//! Resources that exist already under the names that a template gives them.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::{
    evaluate::Scope,
    failure::{Failure, Result},
    state::{Stack, Target, World},
};

/// The identifiers of resources that are new in `target`, exist, and belong to no stack.
pub(crate) fn existing(
    world: &World,
    stack: &Stack,
    target: &Target,
) -> Result<IndexMap<String, Map<String, Value>>> {
    let scope = Scope::new(world, stack, target).map_err(Failure::validation)?;
    let mut found = IndexMap::new();
    for (name, entry) in target.section("Resources") {
        if stack.resources.contains_key(name) {
            continue;
        }
        let properties = entry.get("Properties").map(|it| scope.value(it));
        // What refers to new resources has no value yet, and so no name of its own.
        let Some(Ok(Some(properties))) = properties else { continue };
        let type_name = target.type_of(name);
        let schema = ecomind_constructs::schema::resource_type(type_name);
        let identifier: Option<Map<String, Value>> = schema.and_then(|it| {
            let keys = it.primary_identifier();
            keys.map(|key| Some((key.to_owned(), properties.get(key)?.clone())))
                .collect()
        });
        let Some(identifier) = identifier.filter(|it| !it.is_empty()) else { continue };
        let exists = world
            .things_of(&stack.place, type_name)
            .any(|it| it.stack.is_none() && it.identifier == identifier);
        if exists {
            found.insert(name.clone(), identifier);
        }
    }
    Ok(found)
}
