//! The estimate for people, in a pull request.

use std::fmt::Write as _;

use crate::cost::PriceTable;

use super::{
    Estimated,
    text::{assumed, in_order, month, short_path, summary},
};

/// A table of stacks per environment, and one of resources that opens on demand.
pub(super) fn of(estimates: &[Estimated<'_>], prices: &PriceTable) -> String {
    let sections: Vec<_> = estimates.iter().map(|it| section(it, prices)).collect();
    sections.join("\n")
}

fn section(it: &Estimated<'_>, prices: &PriceTable) -> String {
    let mut text = format!("### {}: {} a month\n\n", it.environment, it.estimate.month());
    text += "| stack | month | of which assumed |\n|---|--:|--:|\n";
    for stack in &it.estimate.stacks {
        let _ = writeln!(text, "| {} | {} | {} |", stack.id, stack.month(), stack.assumed());
    }
    text += "\n<details><summary>resources</summary>\n\n";
    text += "| resource | type | month | assumed or not priced |\n|---|---|--:|---|\n";
    for stack in &it.estimate.stacks {
        for resource in in_order(stack)
            .into_iter()
            .filter(|resource| !resource.is_free())
        {
            let unpriced = resource
                .unpriced
                .iter()
                .map(|what| format!("not priced: {what}"));
            let assumed = Some(assumed(resource)).filter(|text| !text.is_empty());
            let remarks: Vec<_> = assumed.into_iter().chain(unpriced).collect();
            let _ = writeln!(
                text,
                "| {}/{} | {} | {} | {} |",
                stack.id,
                short_path(stack, resource),
                resource.type_name,
                month(resource),
                remarks.join("; ").replace('|', "\\|"),
            );
        }
    }
    text += "\n</details>\n\n";
    let lines = summary(it, prices);
    text + &lines.trim_end().replace('\n', "  \n") + "\n"
}
