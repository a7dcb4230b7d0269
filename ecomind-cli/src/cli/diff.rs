//! `diff`: what a change does, before anybody deploys it.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{
    assembly::{Baseline, StackSnapshot},
    assumptions::Assumptions,
    diff::{self, Comparison, Direction, FindingKind, Verdict, render},
    environment::Apps,
};

use super::{
    Exit,
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selection},
    synthesized::{Synthesized, synthesize},
};

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Diff {
    #[command(flatten)]
    selection: Selection,
    /// What to compare with: a git ref, a folder, or one template
    #[arg(long, visible_alias = "template", value_name = "REF|DIR|FILE")]
    against: Option<String>,
    /// In what form
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// The same as `--format json`
    #[arg(short, long, conflicts_with = "format")]
    json: bool,
    /// Show only who may do and reach what, and what wants a decision
    #[arg(long)]
    security_only: bool,
    /// Lines of a long text around those that differ
    #[arg(long, value_name = "COUNT", default_value_t = 3)]
    context_lines: usize,
    /// End with 1 when there is such a difference
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    fail_on: FailOn,
    /// The same as `--fail-on any-change`
    #[arg(long, conflicts_with = "fail_on")]
    fail: bool,
    /// End with 2 when anything differs
    #[arg(long)]
    detailed_exitcode: bool,
    /// Folder of a repository in which the templates are committed
    #[arg(short, long, value_name = "DIR", default_value = "synth-out")]
    output: PathBuf,
}

/// In what form differences are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    #[default]
    /// For a terminal
    Text,
    /// For a wiki or a ticket
    Markdown,
    /// The body of one comment on a pull request, which replaces the one before it
    Github,
    /// For machines
    Json,
}

/// Which differences are a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum FailOn {
    /// None
    #[default]
    Never,
    /// Any
    AnyChange,
    /// Somebody may do or reach more, or something is less protected; and destruction
    Broadening,
    /// A resource is removed or may be replaced, or data can be lost
    Destructive,
}

impl Diff {
    /// Compares what is synthesized now with what there was.
    pub(super) fn run(&self, apps: &Apps<'_>, printer: &mut Printer<'_>) -> Result<Exit> {
        let selected = self.selection.resolve(apps)?;
        let all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        let name = self.against.as_deref().unwrap_or("HEAD");
        let baseline = Baseline::find(name, &self.output)?;
        if self.against.is_none() {
            printer.note(
                "compared with what is committed; `--against` says what else to compare with",
            );
        }
        let mut comparisons = Vec::new();
        for (&index, it) in selected.environments.iter().zip(&all) {
            comparisons.push(compare(it, &baseline, &apps.assumptions(index))?);
        }
        let show =
            render::Shown { security_only: self.security_only, context_lines: self.context_lines };
        let format = if self.json { Format::Json } else { self.format };
        printer.data(&match format {
            Format::Text => render::text(&comparisons, show),
            Format::Markdown => render::markdown(&comparisons, show),
            Format::Github => render::github(&comparisons, show),
            Format::Json => serde_json::to_string_pretty(&render::json(&comparisons))? + "\n",
        })?;
        Ok(self.exit(&comparisons))
    }

    fn exit(&self, comparisons: &[Comparison]) -> Exit {
        let fail_on = if self.fail { FailOn::AnyChange } else { self.fail_on };
        let is_changed = comparisons.iter().any(|it| !it.difference.is_empty());
        let fails = match fail_on {
            FailOn::Never => false,
            FailOn::AnyChange => is_changed,
            FailOn::Broadening => comparisons.iter().any(|it| broadens(it) || destroys(it)),
            FailOn::Destructive => comparisons.iter().any(destroys),
        };
        match (fails, is_changed && self.detailed_exitcode) {
            (true, _) => Exit::Failure,
            (false, true) => Exit::Changes,
            (false, false) => Exit::Success,
        }
    }
}

fn broadens(comparison: &Comparison) -> bool {
    let mut changes = comparison
        .difference
        .stacks
        .iter()
        .flat_map(|stack| &stack.exposure);
    changes.any(|change| change.direction == Direction::Broadening)
}

fn destroys(comparison: &Comparison) -> bool {
    comparison.difference.stacks.iter().any(|stack| {
        stack.presence == diff::Presence::Removed
            || stack
                .findings
                .iter()
                .any(|it| it.kind == FindingKind::DataLoss)
            || stack
                .resources
                .iter()
                .any(|it| it.action == diff::Action::Remove || Verdict::Wont < it.replacement)
    })
}

/// Compares the stacks that are meant. What is gone is compared when every stack is meant.
fn compare(
    synthesized: &Synthesized<'_>,
    baseline: &Baseline,
    assumptions: &Assumptions,
) -> Result<Comparison> {
    let after = synthesized
        .stacks()
        .map(StackSnapshot::of_artifact)
        .collect::<Result<Vec<_>>>()?;
    let mut before = baseline.stacks(synthesized.environment)?;
    if baseline.is_one_template() {
        let [only] = after.as_slice() else {
            let hint = "name the stack that the template is of";
            let text = "one template can only be compared with one stack";
            return Err(Failure::from(Message::new(text).hint(hint)).into());
        };
        for stack in &mut before {
            stack.id.clone_from(&only.id);
            stack.name.clone_from(&only.name);
        }
    }
    let is_known = |id: &str| synthesized.assembly.stack(id).is_some();
    let takes_all = synthesized.is_selected.iter().all(|it| *it);
    before.retain(
        |stack| {
            if is_known(&stack.id) { synthesized.is_selected(&stack.id) } else { takes_all }
        },
    );
    let mut difference = diff::compare(&before, &after);
    diff::price(&mut difference, &before, &after, assumptions);
    Ok(Comparison::new(synthesized.environment, baseline.to_string(), difference))
}
