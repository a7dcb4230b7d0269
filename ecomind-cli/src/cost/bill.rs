//! What one resource is charged for.

use ecomind_constructs::template::StackTemplate;
use rust_decimal::Decimal;

use super::{
    HOURS, Subject,
    price::{Price, PriceTable},
};
use crate::{
    assumptions::{Assumptions, Usage},
    money::Money,
};

/// One line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charge {
    /// What is charged, such as `2 x db.t4g.medium`.
    pub(crate) what: String,
    /// How many units of the price.
    pub(crate) quantity: Decimal,
    /// The price of the units.
    pub(crate) price: Price,
    /// What is assumed for it, and how much.
    pub(crate) assumed: Option<(Usage, u32)>,
}

/// The bill of one resource, as its reader writes it.
pub(super) struct Bill<'a> {
    prices: &'a PriceTable,
    assumptions: &'a Assumptions,
    region: Option<&'a str>,
    path: String,
    pub(super) charges: Vec<Charge>,
    pub(super) unpriced: Vec<String>,
}

impl Charge {
    /// What it comes to in a month.
    pub(crate) fn month(&self) -> Money {
        let dollars = self.quantity.saturating_mul(self.price.usd);
        Money::exact(dollars.checked_div(self.price.per).unwrap_or_default())
    }
}

impl<'a> Bill<'a> {
    pub(super) fn of(
        subject: &Subject<'a>,
        prices: &'a PriceTable,
        assumptions: &'a Assumptions,
    ) -> Self {
        let stack: &StackTemplate = &subject.stacks.all()[subject.stack];
        Self {
            prices,
            assumptions,
            region: stack.region.as_deref(),
            path: stack.path(subject.resource.logical_id),
            charges: Vec::new(),
            unpriced: Vec::new(),
        }
    }

    /// Charges a quantity of an item.
    pub(super) fn charge(
        &mut self,
        what: impl Into<String>,
        item: &str,
        quantity: impl Into<Decimal>,
    ) {
        self.add(what.into(), item, quantity.into(), None);
    }

    /// Charges `count` of an item for every hour of the month.
    pub(super) fn hours(&mut self, what: impl Into<String>, item: &str, count: impl Into<Decimal>) {
        let quantity = count.into().saturating_mul(HOURS.into());
        self.add(what.into(), item, quantity, None);
    }

    /// Charges what is assumed, times `factor`.
    pub(super) fn usage(
        &mut self,
        what: impl Into<String>,
        item: &str,
        usage: Usage,
        factor: impl Into<Decimal>,
    ) {
        let amount = self.assumed(usage);
        let quantity = factor.into().saturating_mul(amount.into());
        self.add(what.into(), item, quantity, Some((usage, amount)));
    }

    /// How much of something is assumed for this resource.
    pub(super) fn assumed(&self, usage: Usage) -> u32 {
        self.assumptions.amount(&self.path, usage)
    }

    /// Says what has no price.
    pub(super) fn unpriced(&mut self, what: impl Into<String>) {
        self.unpriced.push(what.into());
    }

    fn add(&mut self, what: String, item: &str, quantity: Decimal, assumed: Option<(Usage, u32)>) {
        let Some(region) = self.region else {
            return self.unpriced(format!("{what}: the region of the stack is not known"));
        };
        match self.prices.price(item, region).cloned() {
            Some(price) => self.charges.push(Charge { what, quantity, price, assumed }),
            None => self.unpriced(format!("{what}: no price of `{item}` in {region}")),
        }
    }
}
