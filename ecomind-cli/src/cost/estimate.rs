//! The month of every resource of some stacks.

use ecomind_constructs::template::{StackTemplate, Stacks};

use super::{Bill, Charge, PriceTable, Subject, readers};
use crate::{assumptions::Assumptions, money::Money};

/// What stacks cost in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Estimate {
    pub(crate) stacks: Vec<StackCost>,
}

/// What one stack costs in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StackCost {
    pub(crate) id: String,
    pub(crate) region: Option<String>,
    pub(crate) resources: Vec<ResourceCost>,
}

/// What one resource costs in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ResourceCost {
    pub(crate) logical_id: String,
    pub(crate) path: String,
    pub(crate) type_name: String,
    pub(crate) charges: Vec<Charge>,
    /// What has no price, and why.
    pub(crate) unpriced: Vec<String>,
    /// Why it is free, where there is something to say.
    pub(crate) why_free: Option<&'static str>,
}

/// Prices every resource of the stacks, in the order of the templates.
pub(crate) fn estimate(
    stacks: &Stacks,
    assumptions: &Assumptions,
    prices: &PriceTable,
) -> Estimate {
    let of_stack = |(index, stack): (usize, &StackTemplate)| {
        let resources = stack.template.resources().map(|resource| {
            let subject = Subject { stacks, stack: index, resource };
            resource_cost(&subject, stack.path(resource.logical_id), assumptions, prices)
        });
        StackCost {
            id: stack.id.clone(),
            region: stack.region.clone(),
            resources: resources.collect(),
        }
    };
    Estimate { stacks: stacks.all().iter().enumerate().map(of_stack).collect() }
}

impl Estimate {
    /// Everything together.
    pub(crate) fn month(&self) -> Money {
        self.stacks.iter().map(StackCost::month).sum()
    }

    /// How many resources have something without a price.
    pub(crate) fn unpriced(&self) -> usize {
        self.resources()
            .filter(|it| !it.unpriced.is_empty())
            .count()
    }

    /// How many resources are free.
    pub(crate) fn free(&self) -> usize {
        self.resources().filter(|it| it.is_free()).count()
    }

    fn resources(&self) -> impl Iterator<Item = &ResourceCost> {
        self.stacks.iter().flat_map(|stack| &stack.resources)
    }
}

impl StackCost {
    /// Its resources together.
    pub(crate) fn month(&self) -> Money {
        self.resources.iter().map(ResourceCost::month).sum()
    }

    /// The part that rests on assumptions.
    pub(crate) fn assumed(&self) -> Money {
        self.resources.iter().map(ResourceCost::assumed).sum()
    }
}

impl ResourceCost {
    /// Its charges together.
    pub(crate) fn month(&self) -> Money {
        self.charges.iter().map(Charge::month).sum()
    }

    /// The part that rests on assumptions.
    pub(crate) fn assumed(&self) -> Money {
        let assumed = self
            .charges
            .iter()
            .filter(|charge| charge.assumed.is_some());
        assumed.map(Charge::month).sum()
    }

    /// Whether there is nothing to pay, as far as everything is known.
    pub(crate) fn is_free(&self) -> bool {
        self.charges.is_empty() && self.unpriced.is_empty()
    }
}

fn resource_cost(
    subject: &Subject<'_>,
    path: String,
    assumptions: &Assumptions,
    prices: &PriceTable,
) -> ResourceCost {
    let type_name = subject.resource.type_name;
    let mut bill = Bill::of(subject, prices, assumptions);
    let mut why_free = None;
    match readers::of(type_name) {
        Some(read) => read(subject, &mut bill),
        None => match prices.is_free(type_name) {
            Some(why) => why_free = Some(why).filter(|why| !why.is_empty()),
            None if is_custom(type_name) => why_free = Some("the function is charged"),
            None => bill.unpriced(format!("nothing is known of what {type_name} costs")),
        },
    }
    ResourceCost {
        logical_id: subject.resource.logical_id.to_owned(),
        path,
        type_name: type_name.to_owned(),
        charges: bill.charges,
        unpriced: bill.unpriced,
        why_free,
    }
}

fn is_custom(type_name: &str) -> bool {
    type_name.starts_with("Custom::") || type_name == "AWS::CloudFormation::CustomResource"
}
