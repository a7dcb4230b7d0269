//! The estimate for people, at a terminal.

use rust_decimal::Decimal;

use crate::{
    cli::{table, units},
    cost::{Charge, PriceTable, ResourceCost, StackCost},
    money::grouped,
};

use super::Estimated;

/// A table per environment, and what is to be known of it.
pub(super) fn of(estimates: &[Estimated<'_>], is_long: bool, prices: &PriceTable) -> String {
    let sections: Vec<_> = estimates
        .iter()
        .map(|it| section(it, is_long, prices))
        .collect();
    sections.join("\n")
}

fn section(it: &Estimated<'_>, is_long: bool, prices: &PriceTable) -> String {
    let mut rows = vec![
        ["STACK", "TYPE", "MONTH", "DETAILS"]
            .map(str::to_owned)
            .to_vec(),
    ];
    for stack in &it.estimate.stacks {
        rows.push(vec![stack.id.clone(), String::new(), stack.month().to_string()]);
        for resource in in_order(stack) {
            if is_long || !resource.is_free() {
                rows.extend(resource_rows(stack, resource, is_long));
            }
        }
    }
    rows.push(vec![it.environment.to_owned(), String::new(), it.estimate.month().to_string()]);
    table::aligned(&rows, &[2]) + "\n" + &summary(it, prices)
}

/// What stands below every estimate.
pub(super) fn summary(it: &Estimated<'_>, prices: &PriceTable) -> String {
    let budget = match it.budget {
        Some(budget) if it.whole <= budget => {
            format!("all stacks are {} below the budget of {budget}\n", budget.since(it.whole))
        }
        Some(budget) => {
            format!("all stacks are {} over the budget of {budget}\n", it.whole.since(budget))
        }
        None => String::new(),
    };
    let estimate = &it.estimate;
    let unpriced = units::count(estimate.unpriced(), "resource");
    let free = units::count(estimate.free(), "resource");
    let (first, last) = prices.read_between();
    format!(
        "{budget}{unpriced} with parts that are not priced, {free} free\n\
         730 hours, on demand, without taxes and free tiers; prices read {first} to {last}\n"
    )
}

/// The dearest first; among equals, as in the template.
pub(super) fn in_order(stack: &StackCost) -> Vec<&ResourceCost> {
    let mut resources: Vec<_> = stack.resources.iter().collect();
    resources.sort_by_key(|it| std::cmp::Reverse(it.month()));
    resources
}

/// The construct below its stack; the main resource goes without its own name.
pub(super) fn short_path<'a>(stack: &StackCost, resource: &'a ResourceCost) -> &'a str {
    let path = resource.path.as_str();
    let inside = path
        .strip_prefix(&stack.id)
        .and_then(|rest| rest.strip_prefix('/'));
    let inside = inside.unwrap_or(path);
    inside.strip_suffix("/Resource").unwrap_or(inside)
}

/// What a resource costs: dollars, `free`, or that nobody knows.
pub(super) fn month(resource: &ResourceCost) -> String {
    if resource.is_free() {
        return "free".to_owned();
    }
    match (resource.charges.as_slice(), resource.unpriced.as_slice()) {
        ([], _) => "not priced".to_owned(),
        (_, []) => resource.month().to_string(),
        _ => format!("{} + ?", resource.month()),
    }
}

/// What is assumed, such as `10 GB of data`.
pub(super) fn assumed(resource: &ResourceCost) -> String {
    let assumed = resource
        .charges
        .iter()
        .filter(|charge| charge.assumed.is_some());
    let texts: Vec<_> = assumed
        .map(|charge| format!("{}: {}", charge.what, quantity(charge)))
        .collect();
    texts.join(", ")
}

/// A row with the first detail, and a row for each of the others.
fn resource_rows(stack: &StackCost, resource: &ResourceCost, is_long: bool) -> Vec<Vec<String>> {
    let unpriced = resource
        .unpriced
        .iter()
        .map(|what| format!("not priced: {what}"));
    let details: Vec<_> = if is_long {
        resource
            .charges
            .iter()
            .map(priced)
            .chain(unpriced)
            .collect()
    } else {
        Some(assumed(resource))
            .filter(|text| !text.is_empty())
            .into_iter()
            .chain(unpriced)
            .collect()
    };
    let mut details = details
        .into_iter()
        .chain(resource.why_free.map(str::to_owned));
    let path = format!("  {}", short_path(stack, resource));
    let first = details.next().unwrap_or_default();
    let mut rows = vec![vec![path, resource.type_name.clone(), month(resource), first]];
    rows.extend(details.map(|detail| vec![String::new(), String::new(), String::new(), detail]));
    rows
}

/// A charge with its price, such as `NAT gateway: 730 hours at $0.045 per hour, $32.85`.
fn priced(charge: &Charge) -> String {
    let price = charge.price.usd.normalize();
    let per = match charge.price.per {
        per if per == Decimal::ONE => charge.price.unit.to_owned(),
        per => counted(per, charge.price.unit),
    };
    let assumed = if charge.assumed.is_some() { ", assumed" } else { "" };
    format!(
        "{}: {} at ${price} per {per}, {}{assumed}",
        charge.what,
        quantity(charge),
        charge.month()
    )
}

fn quantity(charge: &Charge) -> String {
    counted(charge.quantity.round_dp(2).normalize(), charge.price.unit)
}

/// A number of units, such as `730 hours`; those that are symbols have no plural.
fn counted(number: Decimal, unit: &str) -> String {
    let is_symbol = unit.ends_with(['B', 'S', 's']);
    let plural = if number == Decimal::ONE || is_symbol { "" } else { "s" };
    format!("{} {unit}{plural}", grouped(number))
}
