//! What does not compile, and what the compiler says then: the files in `tests/types_refuse/`.
//!
//! The messages are part of the product, so each has a snapshot.
//! `INSTA_UPDATE=always cargo test --package ecomind --test types_refuse` accepts what changed.

#[path = "support/project.rs"]
mod project;
mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use project::Project;
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[test]
fn types_refuse_mistakes() -> Outcome<()> {
    let project = Project::new("refused")?;
    let cases = cases()?;
    assert!(!cases.is_empty(), "there are no cases");
    for case in &cases {
        let file = format!("{case}.rs");
        let text = fs::read_to_string(support::root().join("tests/types_refuse").join(&file))?;
        project.write(&format!("src/bin/{file}"), &text)?;
    }
    // The library is built, and not only checked, so that other tests use the same.
    let output = project.cargo(&["build", "--bins", "--keep-going", "--message-format=json"])?;

    let mut errors: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let line: Value = serde_json::from_str(line)?;
        let message = &line["message"];
        // Every failure ends with a second error that says how many there were.
        if message["level"] == "error" && message["code"].is_object() {
            let case = text(&line["target"]["name"]).to_owned();
            errors.entry(case).or_default().push(summary(message));
        }
    }
    for case in cases {
        let errors = errors
            .remove(&case)
            .ok_or_else(|| format!("{case}.rs must not compile"))?;
        support::snapshots().bind(|| insta::assert_snapshot!(&*case, errors.join("\n\n")));
    }
    Ok(())
}

#[test]
fn every_snapshot_has_a_case() -> Outcome<()> {
    let cases = cases()?;
    for (test, name) in support::snapshot_names()? {
        let is_stale = test == "types_refuse" && !cases.contains(&name);
        assert!(
            !is_stale,
            "there is no such case: delete tests/snapshots/types_refuse__{name}.snap"
        );
    }
    Ok(())
}

/// What the compiler says, without the lines of the library, which are others after every change.
fn summary(message: &Value) -> String {
    let mut lines = vec![format!("error: {}", text(&message["message"]))];
    for span in message["spans"].as_array().into_iter().flatten() {
        if let Some(label) = span["label"].as_str() {
            let file = text(&span["file_name"]);
            let (line, column) = (&span["line_start"], &span["column_start"]);
            lines.push(format!("  --> {file}:{line}:{column}: {label}"));
        }
    }
    for more in message["children"].as_array().into_iter().flatten() {
        lines.push(format!("{}: {}", text(&more["level"]), text(&more["message"])));
        for span in more["spans"].as_array().into_iter().flatten() {
            if let Some(suggestion) = span["suggested_replacement"].as_str() {
                lines.push(format!("  {suggestion}"));
            }
        }
    }
    lines.join("\n")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn cases() -> Outcome<BTreeSet<String>> {
    let mut cases = BTreeSet::new();
    for entry in fs::read_dir(support::root().join("tests/types_refuse"))? {
        let path = entry?.path();
        let stem = path.file_stem().ok_or("a file has a name")?;
        cases.insert(stem.to_string_lossy().into_owned());
    }
    Ok(cases)
}
