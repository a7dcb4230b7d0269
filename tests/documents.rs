//! Guides whose commands are run.

mod support;

use std::fs;

use ecomind_app::Environment;
use ecomind_cli::{Environment as _, Exit, Program};
use ecomind_simulator::{Pace, Simulator};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The lines in blocks of shell that call the command line.
fn commands(document: &str) -> Vec<&str> {
    let blocks = document.split("```sh\n").skip(1);
    let blocks = blocks.filter_map(|it| it.split("```").next());
    blocks
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("ecomind "))
        .collect()
}

/// Runs every command of a document, each with keys of the account of its environment.
fn run_all(document: &str) -> Outcome<usize> {
    let text = fs::read_to_string(support::root().join("docs").join(document))?;
    let folder = tempfile::tempdir()?;
    let simulator = Simulator::builder().pace(Pace::Looks(0)).start()?;
    let commands = commands(&text);
    for command in &commands {
        let shown = folder.path().to_string_lossy();
        let arguments = command.split_whitespace();
        let arguments: Vec<String> = arguments
            .map(|it| it.trim_matches('\'').replace("FOLDER", &shown))
            .collect();
        let environment = arguments.get(1).map(String::as_str);
        let environment = Environment::ALL
            .iter()
            .find(|it| Some(it.name()) == environment);
        let account = environment.map_or("000000000000", |it| it.account);
        let outcome = Program::new("ecomind", "1.2.3")
            .variable("AWS_ENDPOINT_URL", simulator.endpoint_url())
            .variable("AWS_ACCESS_KEY_ID", account)
            .variable("AWS_SECRET_ACCESS_KEY", "secret")
            .capture(ecomind_app::app, arguments.iter().map(String::as_str));
        assert_eq!(
            outcome.exit,
            Exit::Success,
            "{document}: `ecomind {command}`\n{}{}",
            outcome.stdout,
            outcome.stderr
        );
    }
    Ok(commands.len())
}

#[test]
fn the_way_to_production_can_be_gone() -> Outcome<()> {
    assert!(20 <= run_all("DEPLOYMENT.md")?, "the guide has lost its commands");
    Ok(())
}

#[test]
fn what_stands_ready_for_a_disaster_can_be_made() -> Outcome<()> {
    assert!(2 <= run_all("DISASTER_RECOVERY.md")?, "the runbook has lost its commands");
    Ok(())
}
