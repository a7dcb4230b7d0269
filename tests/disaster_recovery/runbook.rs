//! The document, read.

use std::{fs, time::Duration};

use crate::support;

/// One thing that the document has done.
#[derive(Debug)]
pub(crate) enum Step {
    /// A line of a block of commands.
    Command(String),
    /// A block of Rust: a field, and what it is now.
    Edit(String),
    /// What happens meanwhile, in a comment that begins with `drill:`.
    Event(String),
}

fn document() -> String {
    let path = support::root().join("docs/DISASTER_RECOVERY.md");
    fs::read_to_string(path).expect("the document is there")
}

/// All of it, in its order.
pub(crate) fn steps() -> Vec<Step> {
    let document = document();
    let (mut steps, mut block, mut edit) = (Vec::new(), None, String::new());
    for line in document.lines() {
        match (block, line) {
            (None, "```sh" | "```rust") => block = Some(line),
            (None, line) if line.starts_with("```") => panic!("nobody runs a block of {line}"),
            (Some("```rust"), "```") => {
                steps.push(Step::Edit(std::mem::take(&mut edit)));
                block = None;
            }
            (Some(_), "```") => block = None,
            (Some("```sh"), command) => steps.push(Step::Command(command.to_owned())),
            (Some(_), line) => edit.push_str(line),
            (None, line) => {
                let event = line.strip_prefix("<!-- drill: ");
                let event = event.and_then(|it| it.strip_suffix(" -->"));
                steps.extend(event.map(|it| Step::Event(it.to_owned())));
            }
        }
    }
    assert!(block.is_none(), "a block does not end");
    let commands = steps.iter().filter(|it| matches!(it, Step::Command(_)));
    assert!(20 < commands.count(), "the document has lost its commands: {steps:?}");
    steps
}

/// The words of a command; double quotes keep what is between them together.
pub(crate) fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let mut words = Vec::new();
    for (at, part) in parts {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The minutes of each step of the way to the first answer, and their sum as the document has it.
pub(crate) fn minutes() -> (Vec<u32>, u32) {
    let document = document();
    let (_, table) = document
        .split_once("| step | minutes |")
        .expect("there is the table");
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let number = |row: &str| row.split('|').nth(2).and_then(|it| it.trim().parse().ok());
    let mut all: Vec<u32> = rows
        .map(|row| number(row).expect("minutes are a number"))
        .collect();
    let sum = all.pop().expect("the last row is the sum");
    (all, sum)
}

/// The commands whose time the document promises, and the promise.
pub(crate) fn limits() -> Vec<(String, Duration)> {
    let document = document();
    let (_, table) = document
        .split_once("| command | less than | measured")
        .expect("there is the table");
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let limits = rows.map(|row| {
        let mut cells = row.split('|').map(str::trim).skip(1);
        let command = cells.next().expect("a command").trim_start_matches('`');
        let (command, _) = command.split_once('`').expect("a command is code");
        let seconds = cells.next().and_then(|it| it.strip_suffix(" seconds"));
        let seconds = seconds
            .and_then(|it| it.parse().ok())
            .expect("a number of seconds");
        (command.to_owned(), Duration::from_secs(seconds))
    });
    let limits: Vec<_> = limits.collect();
    assert!(!limits.is_empty(), "nothing is promised");
    limits
}

#[test]
fn quotes_keep_words_together() {
    assert_eq!(
        words(r#"aws x --query "a[].[b, c]" --y"#),
        ["aws", "x", "--query", "a[].[b, c]", "--y"]
    );
}
