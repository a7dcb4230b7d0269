//! Templates are validated before they are written.

use ecomind_constructs::validation::Severity;

use super::{findings::Findings, message::Failure, synthesized::Synthesized};

/// Fails with everything in the chosen stacks that was found not to deploy.
pub(super) fn fail_unless_valid(all: &[Synthesized<'_>]) -> Result<(), Failure> {
    let mut findings = Findings::of(all);
    findings
        .0
        .retain(|found| found.finding.severity == Severity::Error);
    if findings.0.is_empty() {
        return Ok(());
    }
    let mut messages: Vec<_> = findings
        .0
        .iter()
        .map(|found| found.message(all.len()))
        .collect();
    if let Some(last) = messages.last_mut() {
        last.details
            .push("`--no-validation` writes the templates all the same".to_owned());
    }
    Err(Failure(messages))
}
