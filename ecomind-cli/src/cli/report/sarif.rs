//! Findings as [SARIF 2.1.0], for code scanning.
//!
//! [SARIF 2.1.0]: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

use std::{collections::BTreeMap, fmt::Write as _};

use ecomind_constructs::{rules, validation::Check};
use serde_json::{Value, json};

use crate::cli::findings::{Findings, Found, TemplateName};

use super::{Tool, place::Place};

pub(super) fn render(findings: &Findings<'_>, tool: Tool<'_>) -> anyhow::Result<String> {
    let rules: BTreeMap<&str, Value> = findings
        .0
        .iter()
        .map(|found| (found.finding.rule.as_str(), rule(found.finding.rule.as_str(), tool)))
        .collect();
    let index = |id: &str| rules.keys().position(|known| *known == id);
    let results: Vec<Value> = findings
        .0
        .iter()
        .map(|found| result(found, index(found.finding.rule.as_str())))
        .collect();
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": tool.name,
                "version": tool.version,
                "rules": rules.values().collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn rule(id: &str, tool: Tool<'_>) -> Value {
    let mut rules = rules::all().chain(tool.own.iter().copied());
    if let Some(rule) = rules.find(|rule| rule.about().id.as_str() == id) {
        let about = rule.about();
        return json!({
            "id": id,
            "shortDescription": {"text": about.what},
            "fullDescription": {"text": about.why},
            "help": {"text": about.fix},
            "helpUri": about.source,
            "defaultConfiguration": {"level": about.severity.name()},
            "properties": {"tags": about.same_as, "pack": about.pack.name()},
        });
    }
    match Check::ALL.iter().find(|check| check.id().as_str() == id) {
        Some(check) => json!({
            "id": id,
            "shortDescription": {"text": check.what()},
            "defaultConfiguration": {"level": check.severity().name()},
        }),
        None => json!({"id": id}),
    }
}

fn result(found: &Found<'_>, index: Option<usize>) -> Value {
    let finding = &found.finding;
    let template = match &found.template {
        TemplateName::Stack(stack) => (*stack).to_owned(),
        TemplateName::File { path, .. } => path.to_string_lossy().into_owned(),
    };
    let name = match finding.at.as_str() {
        "" => template,
        at => format!("{template}/{at}"),
    };
    let mut location = json!({
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}],
    });
    if let Some(Place { file, line, column }) = Place::of(found) {
        location["physicalLocation"] = json!({
            "artifactLocation": {"uri": uri(&file)},
            "region": {"startLine": line, "startColumn": column},
        });
    }
    let hint = finding
        .hint
        .as_ref()
        .map(|hint| format!("\n\nHint: {hint}"));
    let mut result = json!({
        "ruleId": finding.rule.as_str(),
        "level": finding.severity.name(),
        "message": {"text": format!("{finding}{}", hint.unwrap_or_default())},
        "locations": [location],
        "properties": {"environments": found.environments},
    });
    if let Some(index) = index {
        result["ruleIndex"] = index.into();
    }
    result
}

/// The file as a relative reference of RFC 3986: what it does not take is escaped.
fn uri(file: &str) -> String {
    let mut uri = String::new();
    for byte in file.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            // Writing to a string does not fail.
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_becomes_a_reference() {
        assert_eq!(uri("src/my stack.rs"), "src/my%20stack.rs");
    }
}
