//! What a change costs.

use ecomind_constructs::template::Stacks;

use super::{Estimate, PriceTable, ResourceCost, estimate};
use crate::{assumptions::Assumptions, money::Money};

/// What every resource costs before and after a change.
#[derive(Debug)]
pub(crate) struct Deltas {
    before: Estimate,
    after: Estimate,
}

/// What one resource costs before and after a change; nothing where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delta {
    pub(crate) before: Money,
    pub(crate) after: Money,
    /// Whether a part of it has no price, before or after.
    pub(crate) is_partial: bool,
}

impl Deltas {
    /// Prices two states of an app. What is assumed is assumed of both.
    pub(crate) fn of(
        before: &Stacks,
        after: &Stacks,
        assumptions: &Assumptions,
        prices: &PriceTable,
    ) -> Self {
        let [before, after] = [before, after].map(|stacks| estimate(stacks, assumptions, prices));
        Self { before, after }
    }

    /// The resource with a logical id, in the stack with an id.
    pub(crate) fn resource(&self, stack: &str, logical_id: &str) -> Delta {
        let sides = [&self.before, &self.after].map(|it| find(it, stack, logical_id));
        let [before, after] = sides.map(|it| it.map(ResourceCost::month).unwrap_or_default());
        let is_partial = sides
            .into_iter()
            .flatten()
            .any(|it| !it.unpriced.is_empty());
        Delta { before, after, is_partial }
    }
}

fn find<'a>(estimate: &'a Estimate, stack: &str, logical_id: &str) -> Option<&'a ResourceCost> {
    let stack = estimate.stacks.iter().find(|it| it.id == stack)?;
    stack
        .resources
        .iter()
        .find(|it| it.logical_id == logical_id)
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::template::{StackTemplate, Template};
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_new_gone_or_larger_is_told_apart() {
        let stacks = |resources: Value| {
            let text = json!({"Resources": resources}).to_string();
            let stack = StackTemplate::new("Data", Template::from_json(&text).unwrap());
            Stacks::new([stack.region("us-east-1")])
        };
        let cache = |nodes: u32| {
            json!({"Type": "AWS::ElastiCache::ReplicationGroup", "Properties":
            {"Engine": "valkey", "CacheNodeType": "cache.t4g.micro", "NumCacheClusters": nodes}})
        };
        let key = json!({"Type": "AWS::KMS::Key"});
        let before = stacks(json!({"Cache": cache(1), "Old": key}));
        let after = stacks(json!({"Cache": cache(2), "New": key, "What": {"Type": "Acme::A::B"}}));
        let deltas = Deltas::of(&before, &after, &Assumptions::new(), &PriceTable::embedded());
        let of = |id| {
            let delta = deltas.resource("Data", id);
            (delta.before.to_string(), delta.after.to_string(), delta.is_partial)
        };
        let is = |before: &str, after: &str, is_partial| {
            (before.to_owned(), after.to_owned(), is_partial)
        };
        // 730 x 0.0128 and twice that
        assert_eq!(of("Cache"), is("$9.34", "$18.69", false));
        assert_eq!(of("Old"), is("$1.00", "$0.00", false));
        assert_eq!(of("New"), is("$0.00", "$1.00", false));
        assert_eq!(of("What"), is("$0.00", "$0.00", true));
    }
}
