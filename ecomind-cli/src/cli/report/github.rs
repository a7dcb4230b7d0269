//! Findings as [workflow commands], which GitHub shows beside the lines of a pull request.
//!
//! [workflow commands]: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands

use std::fmt::Write as _;

use crate::cli::findings::Findings;

use super::place::Place;

pub(super) fn render(findings: &Findings<'_>) -> String {
    let mut text = String::new();
    for found in &findings.0 {
        let finding = &found.finding;
        let mut properties = Vec::new();
        if let Some(place) = Place::of(found) {
            properties.push(format!("file={}", property(&place.file)));
            properties.push(format!("line={}", place.line));
            properties.push(format!("col={}", place.column));
        }
        properties.push(format!("title={}", property(finding.rule.as_str())));
        let hint = finding.hint.as_ref().map(|hint| format!("\nhint: {hint}"));
        let message = message(&format!("{finding}{}", hint.unwrap_or_default()));
        // Writing to a string does not fail.
        let _ = writeln!(text, "::{} {}::{message}", finding.severity.name(), properties.join(","));
    }
    text
}

fn message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_a_command_is_escaped() {
        assert_eq!(message("50 %\nof it"), "50 %25%0Aof it");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }
}
