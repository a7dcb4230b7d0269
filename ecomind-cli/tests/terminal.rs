//! Deployments at a terminal: the question, and the bars.
//!
//! The program is the example `fixture`, which cargo builds with the tests of this package, and the
//! terminal is a pseudo terminal of Python.

#![cfg(unix)]

mod support;

use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
};

use support::fixture;

/// Runs the fixture at a terminal in `folder`, and answers each question so.
fn at_terminal(folder: &Path, answer: &str, arguments: &str) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/terminal/terminal.py");
    let mut command = Command::new("python3");
    command
        .arg(script)
        .arg(answer)
        .arg(fixture())
        .args(arguments.split_whitespace())
        .arg("--local")
        .current_dir(folder)
        .env("TERM", "xterm-256color");
    for variable in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"] {
        command.env_remove(variable);
    }
    command.output().expect("there is a Python")
}

fn shown(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_no_at_the_terminal_changes_nothing_and_a_yes_deploys() {
    let folder = tempfile::tempdir().unwrap();
    let ask = "deploy dev --require-approval any-change";
    let declined = at_terminal(folder.path(), "n", ask);
    let text = shown(&declined);
    assert_eq!(declined.status.code(), Some(1), "{text}");
    assert!(text.contains("Deploy these stacks to `dev`? [y/N]"), "{text}");
    assert!(text.contains("nothing was changed"), "{text}");
    let status = shown(&at_terminal(folder.path(), "n", "status dev"));
    assert_eq!(status.matches("not deployed").count(), 3, "{status}");

    let approved = at_terminal(folder.path(), "y", ask);
    let text = shown(&approved);
    assert_eq!(approved.status.code(), Some(0), "{text}");
    assert!(text.contains("3 created"), "{text}");
}

#[test]
fn each_stack_has_a_bar_at_a_terminal_and_lines_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let text = shown(&at_terminal(folder.path(), "n", "deploy dev"));
    for stack in ["Topics", "Orders", "Status"] {
        assert!(text.contains(&format!("{stack} [")), "{stack} has no bar: {text}");
    }
    assert!(text.contains("1/1") || text.contains("1/2"), "nothing is counted: {text}");
    // What a resource does is in its bar, and not in a line of its own.
    assert!(!text.contains("CREATE_COMPLETE Placed"), "{text}");

    fs::remove_dir_all(folder.path().join(".ecomind")).unwrap();
    let events = "deploy dev --progress events";
    let text = shown(&at_terminal(folder.path(), "n", events));
    assert!(text.contains("CREATE_COMPLETE Placed") && !text.contains("Topics ["), "{text}");

    fs::remove_dir_all(folder.path().join(".ecomind")).unwrap();
    let piped = Command::new(fixture())
        .args(["deploy", "dev", "--local"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&piped.stderr);
    assert!(text.contains("CREATE_COMPLETE Placed") && !text.contains("Topics ["), "{text}");
}
