//! An environment that costs more than it may, as a finding.

use ecomind_constructs::validation::{Finding, RuleId, Severity};

use crate::{
    cost::{PriceTable, estimate},
    environment::Apps,
};

use super::{findings::Findings, selection::Selected, synthesized::Synthesized};

/// What the rule is called.
pub(super) const OVER_BUDGET: &str = "over-budget";

/// Adds a finding about the dearest stack of each environment that is over its budget. A part of
/// an environment has no budget.
pub(super) fn check<'a>(
    apps: &Apps<'_>,
    selected: &Selected<'_>,
    all: &'a [Synthesized<'_>],
    findings: &mut Findings<'a>,
) {
    let prices = PriceTable::embedded();
    for (&index, synthesized) in selected.environments.iter().zip(all) {
        let Some(budget) = apps.budget(index).filter(|_| synthesized.is_whole()) else { continue };
        let templates = synthesized.assembly.templates();
        let estimate = estimate(&templates, &apps.assumptions(index), &prices);
        let month = estimate.month();
        let stacks = estimate.stacks.iter().rev();
        let dearest = stacks.max_by_key(|stack| stack.month());
        let stack = dearest.and_then(|stack| synthesized.assembly.stack(&stack.id));
        let Some(stack) = stack.filter(|_| budget < month) else { continue };
        let environment = synthesized.environment;
        let message = format!(
            "is the dearest of `{environment}`, which costs {month} a month, over its budget of \
             {budget}"
        );
        let finding = Finding::new(RuleId::new(OVER_BUDGET), Severity::Error, "", message)
            .hint("`cost` shows what is charged; the budget is `Environment::budget`");
        findings.add(environment, &stack.id, vec![finding]);
    }
}
