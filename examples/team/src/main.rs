//! The command line of the team "greetings": `cargo run -- synth --all`.

mod environment;
mod greetings;

use std::process::ExitCode;

fn main() -> ExitCode {
    ecomind_cli::run(greetings::app)
}
