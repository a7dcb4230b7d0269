//! `diff`: what a change does, before anybody deploys it.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{
    diff::{self, Comparison, Direction, FindingKind, Verdict, render},
    environment::Apps,
};

use super::{
    Exit,
    between::between,
    comparing::Comparing,
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selected, Selection},
    surroundings::Surroundings,
    synthesized::synthesize,
};

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Diff {
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    comparing: Comparing,
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
    /// Between two environments: something that their data doesn't explain
    Unexplained,
}

impl Diff {
    /// Compares what is synthesized now with what there was.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<Exit> {
        if let Some(pair) = self.selection.pair(apps) {
            return self.between(apps, &pair, printer);
        }
        if self.fail_on == FailOn::Unexplained {
            let text =
                "`--fail-on unexplained` is for two environments, such as `diff staging prod`";
            return Err(Failure::from(Message::new(text)).into());
        }
        let selected = self.selection.resolve(apps)?;
        let all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        let comparisons = self
            .comparing
            .compare(apps, &selected, &all, surroundings, printer)?;
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

    /// Compares two environments.
    fn between(
        &self,
        apps: &Apps<'_>,
        pair: &Selected<'_>,
        printer: &mut Printer<'_>,
    ) -> Result<Exit> {
        let is_of_change = matches!(self.fail_on, FailOn::Broadening | FailOn::Destructive);
        if self.comparing.is_asked_for() || self.security_only || is_of_change {
            let text = "two environments are compared as the app makes them, and nothing becomes \
                        the other";
            let hint = "leave out the flags about a change, or the second environment";
            return Err(Failure::from(Message::new(text).hint(hint)).into());
        }
        let found = between(apps, pair, printer)?;
        let format = if self.json { Format::Json } else { self.format };
        printer.data(&match format {
            Format::Text => diff::between::text(&found),
            Format::Markdown => diff::between::markdown(&found),
            Format::Github => {
                let [one, other] = &found.names;
                let marker = format!("<!-- ecomind diff {one} {other} -->");
                render::capped(format!("{marker}\n\n{}", diff::between::markdown(&found)))
            }
            Format::Json => serde_json::to_string_pretty(&diff::between::json(&found))? + "\n",
        })?;
        let differs = !found.variances.is_empty();
        let fails = match self.fail_on() {
            FailOn::AnyChange => differs,
            FailOn::Unexplained => 0 < found.unexplained(),
            _ => false,
        };
        Ok(self.code(fails, differs))
    }

    fn fail_on(&self) -> FailOn {
        if self.fail { FailOn::AnyChange } else { self.fail_on }
    }

    fn code(&self, fails: bool, is_changed: bool) -> Exit {
        match (fails, is_changed && self.detailed_exitcode) {
            (true, _) => Exit::Failure,
            (false, true) => Exit::Changes,
            (false, false) => Exit::Success,
        }
    }

    fn exit(&self, comparisons: &[Comparison]) -> Exit {
        let fail_on = self.fail_on();
        let is_changed = comparisons.iter().any(|it| !it.difference.is_empty());
        let fails = match fail_on {
            FailOn::Never | FailOn::Unexplained => false,
            FailOn::AnyChange => is_changed,
            FailOn::Broadening => comparisons.iter().any(|it| broadens(it) || destroys(it)),
            FailOn::Destructive => comparisons.iter().any(destroys),
        };
        self.code(fails, is_changed)
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
