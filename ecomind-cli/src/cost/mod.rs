//! What stacks cost in a month, from prices that are data.
//!
//! A [table](PriceTable) holds prices, each with its source; a reader per service knows what a
//! resource is charged for; what no template says is [assumed](crate::Assumptions). What has no
//! price is never guessed: it is [counted](Estimate::unpriced).

mod bill;
mod chart;
mod estimate;
mod price;
mod readers;
#[cfg(test)]
mod scenarios;
mod subject;

use self::{bill::Bill, subject::Subject};
pub(crate) use self::{
    bill::Charge,
    chart::chart,
    estimate::{Estimate, ResourceCost, StackCost, estimate},
    price::PriceTable,
};

/// The hours of a month: a year's, divided by twelve.
const HOURS: u32 = 730;
