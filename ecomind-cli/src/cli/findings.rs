//! What is wrong with templates: each thing once, with all the environments that it is in.

use std::path::PathBuf;

use ecomind_constructs::validation::{Finding, Severity};

use super::{message::Message, synthesized::Synthesized, units};

/// A finding, and what it is about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found<'a> {
    pub(super) finding: Finding,
    pub(super) template: TemplateName<'a>,
    /// In their order; none for a file.
    pub(super) environments: Vec<&'a str>,
}

/// Which template something was found in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TemplateName<'a> {
    Stack(&'a str),
    /// A file, and the line and column of the place in it.
    File {
        path: PathBuf,
        line: usize,
        column: usize,
    },
}

/// Findings of several environments.
#[derive(Debug, Default)]
pub(super) struct Findings<'a>(pub(super) Vec<Found<'a>>);

impl<'a> Findings<'a> {
    /// What was found in the stacks that are meant, while their templates were made.
    pub(super) fn of(all: &'a [Synthesized<'a>]) -> Self {
        let mut findings = Self::default();
        for it in all {
            for (stack, found) in it.findings() {
                findings.add(it.environment, &stack.id, found.to_vec());
            }
        }
        findings
    }

    /// Adds what was found in a stack, unless another environment has it already.
    pub(super) fn add(&mut self, environment: &'a str, stack: &'a str, findings: Vec<Finding>) {
        for finding in findings {
            let same = self.0.iter_mut().find(|found| {
                found.finding == finding && found.template == TemplateName::Stack(stack)
            });
            match same {
                Some(found) => {
                    if !found.environments.contains(&environment) {
                        found.environments.push(environment);
                    }
                }
                None => self.0.push(Found {
                    finding,
                    template: TemplateName::Stack(stack),
                    environments: vec![environment],
                }),
            }
        }
    }

    /// How many there are of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.0
            .iter()
            .filter(|found| found.finding.severity == severity)
            .count()
    }

    /// `2 errors, 1 warning`.
    pub(super) fn amount(&self) -> String {
        let errors = units::count(self.count(Severity::Error), "error");
        let warnings = units::count(self.count(Severity::Warning), "warning");
        format!("{errors}, {warnings}")
    }
}

impl Found<'_> {
    /// What it is, as everything that is wrong is told.
    pub(super) fn message(&self, environments: usize) -> Message {
        let Self { finding, .. } = self;
        let mut details = Vec::new();
        match &self.template {
            TemplateName::Stack(stack) => {
                let at = if finding.at.is_empty() { "" } else { " at " };
                details.push(format!("in {stack}{at}{}", finding.at));
            }
            TemplateName::File { path, line, column } => {
                details.push(format!("--> {}:{line}:{column}", path.display()));
                if !finding.at.is_empty() {
                    details.push(format!("at {}", finding.at));
                }
            }
        }
        if 1 < environments {
            details.push(format!("in {}", self.environments.join(", ")));
        }
        Message {
            text: format!("{finding} [{}]", finding.rule),
            location: finding.location,
            details,
            hint: finding.hint.clone(),
        }
    }
}
