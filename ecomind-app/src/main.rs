//! The command line of `EcoMind`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ecomind_cli::run(ecomind_app::app)
}
