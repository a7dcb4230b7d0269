//! The estimate for programs: `docs/cost.md` describes it.

use anyhow::Result;
use serde_json::{Value, json};

use crate::{
    cost::{Charge, ResourceCost, StackCost},
    money::Money,
};

use super::Estimated;

/// Changes when a reader of the last version could misunderstand this one.
const VERSION: u32 = 1;

pub(super) fn of(estimates: &[Estimated<'_>]) -> Result<String> {
    let document = json!({
        "version": VERSION,
        "currency": "USD",
        "environments": estimates.iter().map(environment).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn environment(it: &Estimated<'_>) -> Value {
    json!({
        "name": it.environment,
        "month": dollars(it.estimate.month()),
        "allStacks": dollars(it.whole),
        "budget": it.budget.map(dollars),
        "notPriced": it.estimate.unpriced(),
        "free": it.estimate.free(),
        "stacks": it.estimate.stacks.iter().map(stack).collect::<Vec<_>>(),
    })
}

fn stack(it: &StackCost) -> Value {
    json!({
        "id": it.id,
        "region": it.region,
        "month": dollars(it.month()),
        "assumed": dollars(it.assumed()),
        "resources": it.resources.iter().map(resource).collect::<Vec<_>>(),
    })
}

fn resource(it: &ResourceCost) -> Value {
    json!({
        "logicalId": it.logical_id,
        "path": it.path,
        "type": it.type_name,
        "month": dollars(it.month()),
        "assumed": dollars(it.assumed()),
        "free": it.is_free(),
        "notPriced": it.unpriced,
        "charges": it.charges.iter().map(charge).collect::<Vec<_>>(),
    })
}

fn charge(it: &Charge) -> Value {
    json!({
        "what": it.what,
        "item": it.price.item,
        "quantity": it.quantity.normalize().to_string(),
        "unit": it.price.unit,
        "price": it.price.usd.normalize().to_string(),
        "per": it.price.per.normalize().to_string(),
        "month": dollars(it.month()),
        "assumed": it.assumed.map(|(usage, amount)| json!({"usage": usage.name(), "amount": amount})),
        "source": it.price.source,
        "read": it.price.read,
    })
}

/// Text, since a reader's numbers may not be exact.
fn dollars(amount: Money) -> String {
    amount.rounded().to_string()
}
