//! `graph`: a picture of stacks, what they hold, and who talks to whom.

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::{
    environment::Apps,
    graph::{self, build},
};

use super::{
    printer::Printer,
    selection::{Dependencies, Selection},
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
    pub(super) fn run(&self, apps: &Apps<'_>, printer: &mut Printer<'_>) -> Result<()> {
        let selected = self.selection.resolve(apps)?;
        let all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        for synthesized in &all {
            printer.data(&self.picture(synthesized)?)?;
        }
        Ok(())
    }

    fn picture(&self, synthesized: &Synthesized<'_>) -> Result<String> {
        let graph = build(synthesized.environment, synthesized.stacks(), &[])
            .context("a template that was just written can't be read")?;
        Ok(match self.format {
            Format::Mermaid => graph::mermaid(&graph),
            Format::Dot => graph::dot(&graph),
            Format::Svg => graph::svg(&graph),
            Format::Html => graph::html(&graph),
        })
    }
}
