//! Everything beyond cargo.
#![expect(clippy::print_stderr, reason = "a command line for developers")]

mod ci;
mod error;
mod paths;
mod process;
mod testbed;

use std::process::ExitCode;

use error::{Error, Result};

const USAGE: &str = "\
usage: cargo xtask <command>

  ci                run everything that a change must pass
  testbed           install the tools that the tests need into `.testbed/` (needs Python 3.10)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["ci"] => ci::run(),
        ["testbed"] => testbed::install(),
        _ => Err(Error::new(USAGE)),
    }
}
