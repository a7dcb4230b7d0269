//! The command line for apps built with `ecomind-constructs`.
//!
//! An app names its [`Environment`]s and has a function that builds the [`App`] of one of them.
//! [`run`] makes every command of that:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use ecomind_constructs::prelude::*;
//!
//! struct Environment {
//!     name: &'static str,
//!     region: &'static str,
//! }
//!
//! impl ecomind_cli::Environment for Environment {
//!     const ALL: &'static [Self] = &[
//!         Environment { name: "dev", region: "eu-west-1" },
//!         Environment { name: "prod", region: "us-east-1" },
//!     ];
//!
//!     fn name(&self) -> &str {
//!         self.name
//!     }
//! }
//!
//! fn app(environment: &Environment) -> Result<App> {
//!     let mut app = App::new().region(environment.region);
//!     let mut stack = app.stack("Greetings")?;
//!     RawResource::new("AWS::SNS::Topic").add("Hello", &mut stack)?;
//!     Ok(app)
//! }
//!
//! fn main() -> ExitCode {
//!     ecomind_cli::run(app)
//! }
//! ```
//!
//! Data goes to the standard output, talk to the standard error. `docs/cli.md` of the repository
//! lists commands, flags, exit codes and environment variables.

pub mod assembly;
mod assumptions;
mod cli;
#[cfg(feature = "deploy")]
mod cloudformation;
mod cost;
#[cfg(feature = "deploy")]
mod deploy;
pub mod diff;
mod environment;
mod field;
mod graph;
mod money;
mod program;

use std::process::ExitCode;

use ecomind_constructs::{Result, tree::App};

/// The tree of a large app is many small pieces of memory, which this one hands out faster than
/// the allocator of Linux, and in large pages: `docs/benchmarks.md` has the numbers.
#[cfg(feature = "allocator")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub use self::{
    assumptions::{Assumptions, Usage},
    cli::Exit,
    environment::Environment,
    field::Field,
    money::Money,
    program::{Outcome, Program},
};

/// Does what the arguments of this process ask of `app`.
///
/// The program goes by the name it was called with, and `--version` tells the version of this
/// crate. [`Program`] is the way to say otherwise.
pub fn run<E: Environment>(app: fn(&E) -> Result<App>) -> ExitCode {
    Program::of_this_process().run(app)
}
