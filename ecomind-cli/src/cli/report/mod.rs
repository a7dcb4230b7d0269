//! Findings in the forms that people and programs read.

mod github;
mod json;
mod place;
mod sarif;
mod text;

use ecomind_constructs::rules::Rule;

use super::findings::Findings;

/// A form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// One array of objects
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines
    Github,
}

/// The tool that found it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tool<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    /// The rules that it has beside those of the library.
    pub(super) own: &'static [&'static dyn Rule],
}

impl Format {
    /// The report, with a line break at its end unless it is empty.
    pub(super) fn render(
        self,
        findings: &Findings<'_>,
        environments: usize,
        tool: Tool<'_>,
    ) -> anyhow::Result<String> {
        match self {
            Self::Text => Ok(text::render(findings, environments)),
            Self::Json => json::render(findings),
            Self::Sarif => sarif::render(findings, tool),
            Self::Github => Ok(github::render(findings)),
        }
    }
}
