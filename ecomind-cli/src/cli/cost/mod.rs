//! `cost`: what stacks cost in a month.

mod json;
mod markdown;
mod text;

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::{
    assumptions::Assumptions,
    cost::{Estimate, PriceTable, chart, estimate},
    environment::Apps,
    money::Money,
};

use super::{
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selection},
    synthesized::{Synthesized, synthesize},
};

/// Arguments of `cost`.
#[derive(Debug, Args)]
pub(super) struct Cost {
    #[command(flatten)]
    selection: Selection,
    /// How to print it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Show every charge with its price, and what is free
    #[arg(short, long)]
    long: bool,
    /// Write a chart in SVG, too
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Fail when an environment is over its budget
    #[arg(long)]
    fail_over_budget: bool,
}

/// How to print an estimate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, at a terminal
    #[default]
    Text,
    /// For programs
    Json,
    /// For people, in a pull request
    Markdown,
    /// A chart
    Svg,
}

/// The estimate of one environment, and what it is compared with.
struct Estimated<'a> {
    environment: &'a str,
    /// Of the stacks that are meant.
    estimate: Estimate,
    /// Of all stacks, since that is what the budget is for.
    whole: Money,
    budget: Option<Money>,
}

impl Cost {
    /// Prints the estimates.
    pub(super) fn run(&self, apps: &Apps<'_>, printer: &mut Printer<'_>) -> Result<()> {
        let selected = self.selection.resolve(apps)?;
        let all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        if 1 < all.len() && (self.format == Format::Svg || self.chart.is_some()) {
            return Err(Failure::from(Message::new("a chart shows one environment")).into());
        }
        let prices = PriceTable::embedded();
        let mut estimates = Vec::new();
        for (&index, synthesized) in selected.environments.iter().zip(&all) {
            let assumptions = apps.assumptions(index);
            warn_of_unknown_paths(synthesized, &assumptions, printer);
            estimates.push(estimated(synthesized, &assumptions, apps.budget(index), &prices));
        }
        let text = match self.format {
            Format::Text => text::of(&estimates, self.long, &prices),
            Format::Json => json::of(&estimates)?,
            Format::Markdown => markdown::of(&estimates, &prices),
            Format::Svg => estimates.iter().map(drawing).collect(),
        };
        printer.data(&text)?;
        if let Some(file) = &self.chart {
            let drawings: String = estimates.iter().map(drawing).collect();
            fs::write(file, drawings)
                .with_context(|| format!("can't write the chart to {}", file.display()))?;
        }
        let over: Vec<_> = estimates.iter().filter_map(over_budget).collect();
        match (over.is_empty(), self.fail_over_budget) {
            (true, _) => Ok(()),
            (false, true) => Err(Failure(over).into()),
            (false, false) => {
                over.iter().for_each(|message| printer.warning(message));
                Ok(())
            }
        }
    }
}

fn estimated<'a>(
    synthesized: &Synthesized<'a>,
    assumptions: &Assumptions,
    budget: Option<Money>,
    prices: &PriceTable,
) -> Estimated<'a> {
    let mut estimate = estimate(&synthesized.assembly.templates(), assumptions, prices);
    let whole = estimate.month();
    estimate
        .stacks
        .retain(|stack| synthesized.is_selected(&stack.id));
    Estimated { environment: synthesized.environment, estimate, whole, budget }
}

fn drawing(it: &Estimated<'_>) -> String {
    chart(it.environment, &it.estimate, it.budget)
}

fn over_budget(it: &Estimated<'_>) -> Option<Message> {
    let budget = it.budget.filter(|budget| *budget < it.whole)?;
    let text =
        format!("`{}` costs {} a month, over its budget of {budget}", it.environment, it.whole);
    Some(Message::new(text))
}

/// A path that is no resource's would go unnoticed, and the default with it.
fn warn_of_unknown_paths(
    synthesized: &Synthesized<'_>,
    assumptions: &Assumptions,
    printer: &mut Printer<'_>,
) {
    let stacks = &synthesized.assembly.stacks;
    for path in assumptions.paths() {
        let is_at = |known: &str| {
            known
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut elements = stacks.iter().flat_map(|stack| &stack.elements);
        if !elements.any(|element| is_at(element.path.as_str())) {
            let environment = synthesized.environment;
            let text =
                format!("usage is assumed for `{path}`, which is no construct of `{environment}`");
            printer.warning(&Message::new(text));
        }
    }
}
