//! Outputs and exports, and who imports them.

use serde_json::Value;

use crate::{
    evaluate::Scope,
    state::{Output, Stack, Target, World},
};

/// The outputs of a stack that has become `target`, or why it can't have them.
pub(super) fn outputs(world: &World, id: &str, target: &Target) -> Result<Vec<Output>, String> {
    let stack = world.stacks.get(id).ok_or("the stack is gone")?;
    let scope = Scope::new(world, stack, target)?;
    let mut outputs = Vec::new();
    for (key, entry) in target.section("Outputs") {
        if !scope.exists(entry)? {
            continue;
        }
        let value = scope.text(entry.get("Value").unwrap_or(&Value::Null))?;
        let export = entry.get("Export").and_then(|it| it.get("Name"));
        let export = export.map(|it| scope.text(it)).transpose()?;
        let description = entry
            .get("Description")
            .and_then(Value::as_str)
            .map(str::to_owned);
        outputs.push(Output { key: key.clone(), value, description, export });
    }
    check(world, stack, &outputs)?;
    Ok(outputs)
}

/// Names of exports are taken once; what others import stays as it is.
fn check(world: &World, stack: &Stack, outputs: &[Output]) -> Result<(), String> {
    for output in outputs {
        let Some(name) = &output.export else { continue };
        if let Some((owner, _)) = world.export(&stack.place, name)
            && owner.id != stack.id
        {
            return Err(format!(
                "Export with name {name} is already exported by stack {}. ",
                owner.name
            ));
        }
    }
    for (name, old) in stack.exports() {
        let new = outputs.iter().find(|it| it.export.as_deref() == Some(name));
        let verb = match new {
            Some(new) if new.value == old.value => continue,
            Some(_) => "updated",
            None => "deleted",
        };
        if let Some(user) = importers(world, stack, name).first() {
            return Err(format!("Export {name} cannot be {verb} as it is in use by {user}"));
        }
    }
    Ok(())
}

/// The names of the stacks that import an export of `stack`.
pub(crate) fn importers(world: &World, stack: &Stack, export: &str) -> Vec<String> {
    let others = world.living(&stack.place).filter(|it| it.id != stack.id);
    let imports = |other: &&Stack| {
        let Ok(scope) = Scope::new(world, other, &other.target) else { return false };
        let sections = [other.target.section("Resources"), other.target.section("Outputs")];
        let mut entries = sections.into_iter().flat_map(serde_json::Map::values);
        entries.any(|entry| scope.exists(entry).unwrap_or(true) && names(&scope, entry, export))
    };
    others.filter(imports).map(|it| it.name.clone()).collect()
}

fn names(scope: &Scope<'_>, value: &Value, export: &str) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, value)| {
            if key == "Fn::ImportValue" {
                return scope.text(value).is_ok_and(|name| name == export);
            }
            names(scope, value, export)
        }),
        Value::Array(items) => items.iter().any(|item| names(scope, item, export)),
        _ => false,
    }
}

/// The logical ids of the resources that exist under the conditions of `target`.
pub(super) fn existing(world: &World, id: &str, target: &Target) -> Vec<String> {
    let resources = target.section("Resources");
    let scope = world
        .stacks
        .get(id)
        .and_then(|stack| Scope::new(world, stack, target).ok());
    let exists = |entry: &Value| {
        scope
            .as_ref()
            .is_none_or(|it| it.exists(entry).unwrap_or(true))
    };
    resources
        .iter()
        .filter(|(_, entry)| exists(entry))
        .map(|(name, _)| name.clone())
        .collect()
}
