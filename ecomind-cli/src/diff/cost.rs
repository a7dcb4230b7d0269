//! What a change costs in a month, from the price table.

use std::collections::BTreeMap;

use ecomind_constructs::template::{StackTemplate, Stacks};

use crate::{
    assembly::StackSnapshot,
    assumptions::Assumptions,
    cost::{Estimate, PriceTable, estimate},
    money::Money,
};

use super::{Cost, Difference};

/// The month of each resource; none where something of it has no price.
type Prices = BTreeMap<(String, String), Option<Money>>;

/// Puts the price of each resource that differs on both sides.
pub(crate) fn price(
    difference: &mut Difference,
    before: &[StackSnapshot],
    after: &[StackSnapshot],
    assumptions: &Assumptions,
) {
    let table = PriceTable::embedded();
    let (old, new) = (prices(before, assumptions, &table), prices(after, assumptions, &table));
    for stack in &mut difference.stacks {
        for resource in &mut stack.resources {
            let key = (stack.id.clone(), resource.logical_id.clone());
            let month = |prices: &Prices| prices.get(&key).copied().unwrap_or(Some(Money::ZERO));
            resource.cost = match (month(&old), month(&new)) {
                (Some(before), Some(after)) => Cost::Monthly { before, after },
                _ => Cost::NotPriced,
            };
        }
    }
}

fn prices(stacks: &[StackSnapshot], assumptions: &Assumptions, table: &PriceTable) -> Prices {
    let template = |stack: &StackSnapshot| {
        let mut template = StackTemplate::new(stack.id.clone(), stack.template.clone());
        template.name.clone_from(&stack.name);
        template.account.clone_from(&stack.account);
        template.region.clone_from(&stack.region);
        let paths = stack.origins.iter();
        template.paths = paths
            .map(|(id, origin)| (id.clone(), origin.path.clone()))
            .collect();
        template
    };
    let Estimate { stacks } =
        estimate(&Stacks::new(stacks.iter().map(template)), assumptions, table);
    let of_stack = |stack: crate::cost::StackCost| {
        let id = stack.id;
        stack.resources.into_iter().map(move |resource| {
            let month = resource.unpriced.is_empty().then(|| resource.month());
            ((id.clone(), resource.logical_id), month)
        })
    };
    stacks.into_iter().flat_map(of_stack).collect()
}
