//! `ListExports` and `ListImports`.

use serde_json::{Value, json};

use crate::{
    engine::importers,
    failure::{Failure, Result},
};

use super::{context::Context, page::page};

pub(super) fn list_exports(context: &mut Context<'_>) -> Result<Value> {
    context.engine.look_at_all();
    let stacks = context.engine.world.living(&context.place);
    let mut all: Vec<(String, Value)> = stacks
        .flat_map(|stack| {
            stack.exports().map(|(name, output)| {
                let value = json!({
                    "ExportingStackId": stack.id,
                    "Name": name,
                    "Value": output.value,
                });
                (name.to_owned(), value)
            })
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    let all: Vec<Value> = all.into_iter().map(|it| it.1).collect();
    let (exports, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "Exports": exports, "NextToken": next }))
}

pub(super) fn list_imports(context: &mut Context<'_>) -> Result<Value> {
    let name = context.input.required("ExportName")?;
    let world = &*context.engine.world;
    let found = world.export(&context.place, name);
    let users = found
        .map(|(stack, _)| importers(world, stack, name))
        .unwrap_or_default();
    if users.is_empty() {
        return Err(Failure::validation(format!("Export '{name}' is not imported by any stack.")));
    }
    let (imports, next) = page(users, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "Imports": imports, "NextToken": next }))
}
