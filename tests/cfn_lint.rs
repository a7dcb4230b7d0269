//! Who finds what in `tests/bad_templates/`: this project and cfn-lint; `docs/cfn-lint.md` is the table.
//!
//! `INSTA_UPDATE=always cargo test --package ecomind --test cfn_lint` accepts what changed.

#[path = "lint/findings.rs"]
mod findings;
mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::PathBuf,
};

use ecomind_constructs::{
    rules::{Inspector, Pack},
    validation::Severity,
};
use findings::lint;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const REGION: &str = "us-east-1";

/// What both find in one template.
#[derive(Debug, Default)]
struct Row {
    ours: BTreeSet<String>,
    /// Our errors are what counts against those of cfn-lint.
    our_errors: usize,
    theirs: BTreeSet<String>,
}

#[test]
fn whatever_cfn_lint_calls_an_error_is_found() -> Outcome<()> {
    let rows = rows()?;
    let page = page(&rows);
    let path = support::root().join("docs/cfn-lint.md");
    if env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        fs::write(&path, &page)?;
    }
    let missed: Vec<&String> = rows
        .iter()
        .filter(|(_, row)| row.our_errors == 0 && row.theirs.iter().any(|id| id.starts_with('E')))
        .map(|(name, _)| name)
        .collect();
    assert!(missed.is_empty(), "only cfn-lint finds an error in {missed:?}");
    assert_eq!(fs::read_to_string(path)?, page, "accept it as the head of this file says");
    Ok(())
}

fn rows() -> Outcome<BTreeMap<String, Row>> {
    let root = support::root().join("tests/bad_templates");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in ["schema", "rules"] {
        for entry in fs::read_dir(root.join(folder))? {
            files.push(entry?.path());
        }
    }
    files.sort();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut inspector = Inspector::new(Pack::Strict);
    for file in &files {
        let name = file
            .strip_prefix(&root)?
            .to_string_lossy()
            .replace('\\', "/");
        let row = rows.entry(name.clone()).or_default();
        let case = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_policy = name.starts_with("rules/");
        for finding in inspector.inspect_text(&fs::read_to_string(file)?, Some(REGION)) {
            row.our_errors += usize::from(finding.severity == Severity::Error);
            // Of the many policies that a small template breaks, its own is what it is there for.
            let is_check = ecomind_constructs::validation::Check::ALL
                .iter()
                .any(|check| check.id() == finding.rule);
            if is_check || (is_policy && finding.rule.as_str() == case) {
                row.ours.insert(finding.rule.to_string());
            }
        }
    }
    for finding in lint(&root, REGION, &files) {
        let is_about_rows = !finding.rule.starts_with('I');
        if let Some(row) = rows.get_mut(&finding.template).filter(|_| is_about_rows) {
            row.theirs.insert(finding.rule);
        }
    }
    Ok(rows)
}

fn page(rows: &BTreeMap<String, Row>) -> String {
    let count = |of: fn(&Row) -> bool| rows.values().filter(|row| of(row)).count();
    let listed = |ids: &BTreeSet<String>| ids.iter().cloned().collect::<Vec<_>>().join(", ");
    let mut page = format!(
        "# Beside cfn-lint\n\n\
         What this project and cfn-lint 1.58 find in the {} templates of `tests/bad_templates/`, for \
         {REGION}. Written by `tests/cfn_lint.rs`. Each template was written for a rule of this \
         project, so the counts say what cfn-lint lacks and not how many mistakes there are; \
         informational rules of cfn-lint are left out.\n\n\
         | | templates |\n|---|---|\n\
         | both find something | {} |\n\
         | only this project does | {} |\n\
         | only cfn-lint does | {} |\n\n\
         | template | this project | cfn-lint |\n|---|---|---|\n",
        rows.len(),
        count(|row| !row.ours.is_empty() && !row.theirs.is_empty()),
        count(|row| !row.ours.is_empty() && row.theirs.is_empty()),
        count(|row| row.ours.is_empty() && !row.theirs.is_empty()),
    );
    for (name, row) in rows {
        let name = name.trim_end_matches(".json");
        writeln!(page, "| {name} | {} | {} |", listed(&row.ours), listed(&row.theirs))
            .expect("a text takes any text");
    }
    page
}
