//! Templates that are wrong, and what must be found in each: the files in `tests/bad_templates/`.
//!
//! A template says in its own metadata what it is there for:
//! `"finds": ["RULE: TEXT (HINT)"]`, all findings in their order. Large ones are one line long.
//! `INSTA_UPDATE=always cargo test --package ecomind --test bad_templates` accepts what changed.

mod support;

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::PathBuf};

use ecomind_constructs::{
    rules::{self, Inspector, Pack},
    validation::{Check, Finding, Validator},
};
use serde_json::{Map, Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Templates that are longer are written in one line, as nobody reads them whole.
const LONGEST: usize = 8_000;

#[test]
fn every_mistake_is_found() -> Outcome<()> {
    let mut validator = Validator::new();
    judge("schema", |_, text| validator.check_text(text, Some("us-east-1")))
}

#[test]
fn every_rule_finds_its_mistake() -> Outcome<()> {
    // The file is named after the rule; what other rules find in it is no concern of its.
    for rule in rules::all() {
        let id = rule.about().id.as_str();
        let path = support::root().join(format!("tests/bad_templates/rules/{id}.json"));
        assert!(path.exists(), "{} rejects the template that there must be", path.display());
    }
    judge("rules", |id, text| {
        let region = if id == "waf-region" { "eu-west-1" } else { "us-east-1" };
        Inspector::new(Pack::Strict)
            .only(vec![id.to_owned()])
            .inspect_text(text, Some(region))
    })
}

#[test]
fn every_check_has_a_template_that_it_rejects() -> Outcome<()> {
    let mut found = BTreeSet::new();
    for case in cases("schema")? {
        found.extend(expected(&case.template).into_iter().map(|line| rule(&line)));
    }
    let missing: Vec<_> = Check::ALL
        .iter()
        .map(|check| check.id().as_str())
        .filter(|id| !found.contains(*id))
        .collect();
    assert!(missing.is_empty(), "no template is rejected by {missing:?}");
    Ok(())
}

#[test]
fn the_documentation_lists_every_check() -> Outcome<()> {
    let text = fs::read_to_string(support::root().join("docs/validation.md"))?;
    for check in Check::ALL {
        let row = format!("| `{}` | {} | {} |", check.id(), check.severity().name(), check.what());
        assert!(text.contains(&row), "docs/validation.md lacks: {row}");
    }
    let path = support::root().join("docs/rules.md");
    if accepts() {
        fs::write(&path, rules_page())?;
    }
    let text = fs::read_to_string(path)?;
    assert_eq!(text, rules_page(), "accept it as the head of this file says");
    Ok(())
}

struct Case {
    path: PathBuf,
    text: String,
    template: Map<String, Value>,
}

impl Case {
    /// The file without its extension.
    fn name(&self) -> String {
        self.path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }
}

/// Compares what is found in each template of a folder with what it says.
fn judge(folder: &str, mut find: impl FnMut(&str, &str) -> Vec<Finding>) -> Outcome<()> {
    let mut differences = Vec::new();
    for case in cases(folder)? {
        // What a template is there for is no part of it.
        let bare = without_expectation(&case.template)?;
        let found: Vec<String> = find(&case.name(), &bare).iter().map(line).collect();
        let name = case.path.display();
        if found.is_empty() {
            differences.push(format!("{name}: nothing is found"));
        } else if found != expected(&case.template) {
            differences.push(format!("{name}:\n  {}", found.join("\n  ")));
            if accepts() {
                fs::write(&case.path, with_expectation(&case.template, &found)?)?;
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}

fn cases(folder: &str) -> Outcome<Vec<Case>> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(support::root().join("tests/bad_templates").join(folder))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let template =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        cases.push(Case { path, text, template });
    }
    cases.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(cases.iter().all(|case| case.text.ends_with('\n')), "files end with a line break");
    Ok(cases)
}

fn line(finding: &Finding) -> String {
    let hint = finding
        .hint
        .as_ref()
        .map(|hint| format!(" ({hint})"))
        .unwrap_or_default();
    format!("{}: {finding}{hint}", finding.rule)
}

fn rule(line: &str) -> String {
    line.split(':').next().unwrap_or_default().to_owned()
}

fn expected(template: &Map<String, Value>) -> Vec<String> {
    let found = template
        .get("Metadata")
        .and_then(|metadata| metadata["finds"].as_array());
    found
        .into_iter()
        .flatten()
        .filter_map(|line| Some(line.as_str()?.to_owned()))
        .collect()
}

fn without_expectation(template: &Map<String, Value>) -> Outcome<String> {
    let mut template = template.clone();
    template.shift_remove("Metadata");
    Ok(serde_json::to_string(&template)?)
}

fn with_expectation(template: &Map<String, Value>, found: &[String]) -> Outcome<String> {
    let mut whole = Map::new();
    whole.insert("Metadata".to_owned(), json!({"finds": found}));
    for (name, section) in template {
        if name != "Metadata" {
            whole.insert(name.clone(), section.clone());
        }
    }
    let pretty = serde_json::to_string_pretty(&whole)?;
    let text = if LONGEST < pretty.len() { serde_json::to_string(&whole)? } else { pretty };
    Ok(text + "\n")
}

fn accepts() -> bool {
    env::var("INSTA_UPDATE").is_ok_and(|value| value == "always")
}

/// `docs/rules.md`.
fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         What `ecomind validate` checks beside the schemas. Written from the code by \
         `tests/bad_templates.rs`.\n",
    );
    for pack in Pack::ALL {
        writeln!(page, "\n## {}", pack.name()).expect("a text takes any text");
        for rule in rules::all().filter(|rule| rule.about().pack == pack) {
            let about = rule.about();
            let same = match about.same_as {
                [] => String::new(),
                ids => format!(" Elsewhere: {}.", ids.join(", ")),
            };
            writeln!(
                page,
                "\n### {}\n\n{} {} To mend it, {}. [Source]({}).{same}",
                about.id, about.what, about.why, about.fix, about.source
            )
            .expect("a text takes any text");
        }
    }
    page
}
