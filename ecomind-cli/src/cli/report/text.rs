//! Findings for people.

use std::fmt::Write as _;

use crate::cli::findings::Findings;

pub(super) fn render(findings: &Findings<'_>, environments: usize) -> String {
    let mut text = String::new();
    for found in &findings.0 {
        let message = found.message(environments);
        let separator = if text.is_empty() { "" } else { "\n" };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{separator}{}: {}", found.finding.severity.name(), message.text);
        if let Some(location) = message.location {
            let _ = writeln!(text, "  --> {location}");
        }
        for detail in &message.details {
            let _ = writeln!(text, "  {detail}");
        }
        if let Some(hint) = &message.hint {
            let _ = writeln!(text, "  hint: {hint}");
        }
    }
    text
}
