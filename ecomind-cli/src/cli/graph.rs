//! `graph`: a picture of stacks, what they hold, and who talks to whom.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::{
    diff::{Action, Difference, Verdict},
    environment::Apps,
    graph::{self, Change, ChangedResource, below_stack, build},
};

use super::{
    comparing::Comparing,
    printer::Printer,
    selection::{Dependencies, Selection},
    surroundings::Surroundings,
    synthesized::{Synthesized, synthesize},
};

/// Arguments of `graph`.
#[derive(Debug, Args)]
pub(super) struct Graph {
    #[command(flatten)]
    selection: Selection,
    /// What to write
    #[arg(short, long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    comparing: Comparing,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// A flowchart that GitHub shows in documents and comments
    #[default]
    Mermaid,
    /// Graphviz
    Dot,
    /// A picture that stands alone
    Svg,
    /// A page that stands alone, to point at things
    Html,
}

impl Graph {
    /// Prints the picture of each environment, one after another.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let selected = self.selection.resolve(apps)?;
        let all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        let comparisons = if self.comparing.is_asked_for() {
            self.comparing
                .compare(apps, &selected, &all, surroundings, printer)?
        } else {
            Vec::new()
        };
        for (index, synthesized) in all.iter().enumerate() {
            let difference = comparisons.get(index).map(|it| &it.difference);
            printer.data(&self.picture(synthesized, difference)?)?;
        }
        Ok(())
    }

    fn picture(
        &self,
        synthesized: &Synthesized<'_>,
        difference: Option<&Difference>,
    ) -> Result<String> {
        let changes: Vec<_> = difference.map(changes).unwrap_or_default();
        let graph = build(synthesized.environment, synthesized.stacks(), &changes)
            .context("a template that was just written can't be read")?;
        Ok(match self.format {
            Format::Mermaid => graph::mermaid(&graph),
            Format::Dot => graph::dot(&graph),
            Format::Svg => graph::svg(&graph),
            Format::Html => graph::html(&graph),
        })
    }
}

/// What the picture shows of a difference. What moved, or only follows, is as it was.
fn changes(difference: &Difference) -> Vec<ChangedResource<'_>> {
    let mut changes = Vec::new();
    for stack in &difference.stacks {
        for resource in &stack.resources {
            let is_own = !resource.properties.is_empty() || !resource.attributes.is_empty();
            let change = match (resource.action, resource.replacement) {
                (Action::Add | Action::Import, _) => Change::Added,
                (Action::Remove, _) => Change::Removed,
                (Action::Change, Verdict::Wont) if is_own => Change::Changed,
                (Action::Change, Verdict::May | Verdict::Will) => Change::Replaced,
                _ => continue,
            };
            changes.push(ChangedResource {
                stack: &stack.id,
                construct: below_stack(resource.place()),
                type_name: &resource.type_name,
                change,
            });
        }
    }
    changes
}
