//! Everything beyond cargo.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line for developers")]

mod ci;
mod codegen;
mod error;
mod features;
mod fetch;
mod ir;
mod paths;
mod process;
mod schema;
mod testbed;

use std::process::ExitCode;

use error::{Error, Result};

const USAGE: &str = "\
usage: cargo xtask <command>

  ci                run everything that a change must pass
  testbed           install the tools that the tests need into `.testbed/` (needs Python 3.10, Node.js 20)
  codegen           write the generated types and schema data from the committed schemas
  codegen --check   fail when a generated file is stale
  check-features    compile a sample of services alone; `--all` for every one
  fetch-spec        download the pinned schema packages and merge them (needs pip and npm)";

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
        ["codegen"] => codegen::run(false),
        ["codegen", "--check"] => codegen::run(true),
        ["check-features"] => features::run(false),
        ["check-features", "--all"] => features::run(true),
        ["fetch-spec"] => fetch::run(),
        _ => Err(Error::new(USAGE)),
    }
}
