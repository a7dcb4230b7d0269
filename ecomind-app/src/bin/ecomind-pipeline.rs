//! The command line of the accounts that `EcoMind` is deployed to: who may deploy.

use std::process::ExitCode;

fn main() -> ExitCode {
    ecomind_cli::run(ecomind_app::pipeline)
}
