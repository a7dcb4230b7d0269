//! What the guides show of a terminal is what a terminal shows.
//!
//! In `docs/transcripts.md` each line that begins with `$` is typed in an empty folder, and what is
//! below it is all that is printed. `[..]` stands for what differs from run to run, and `...` on a
//! line for any lines. `TRANSCRIPTS=overwrite cargo test --package ecomind --test transcripts`
//! writes down what is printed now; review it, and put `[..]` in the place of times.

mod support;

use std::{env, fs};

use ecomind_app::app;
use ecomind_cli::Program;

const START: &str = "```console\n";
const END: &str = "```";

#[test]
fn commands_print_what_the_transcripts_show() {
    let path = support::root().join("docs/transcripts.md");
    let document = fs::read_to_string(&path).expect("the transcripts are there");
    let folder = tempfile::tempdir().expect("the system has a place for temporary files");
    // State of the simulator and templates are below the current folder, as for people.
    env::set_current_dir(folder.path()).expect("the folder is there");
    let mut parts = document.split(START);
    let mut printed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (session, prose) = part.split_once(END).expect("a block ends");
        printed += START;
        for line in session.lines().filter(|line| line.starts_with("$ ")) {
            printed += line;
            printed.push('\n');
            printed += &output_of(line);
        }
        printed += END;
        printed += prose;
    }
    assert!(6 < printed.matches("\n$ ").count(), "there are commands");
    if env::var("TRANSCRIPTS").is_ok_and(|it| it == "overwrite") {
        fs::write(&path, printed).expect("the transcripts can be written");
    } else {
        snapbox::assert_data_eq!(printed, document);
    }
}

/// What a command prints: data, then talk, then how it ended unless well.
fn output_of(line: &str) -> String {
    let arguments = line
        .strip_prefix("$ ecomind ")
        .expect("there is one program");
    let arguments = arguments.split_whitespace().map(|it| it.trim_matches('\''));
    let outcome = Program::new("ecomind", "1.0.0").capture(app, arguments);
    let ended = match outcome.exit.code() {
        0 => String::new(),
        code => format!("? {code}\n"),
    };
    outcome.stdout + &outcome.stderr + &ended
}
