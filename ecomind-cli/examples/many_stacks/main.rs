//! One, ten and a hundred stacks of 400 resources: what `benches/processes.py` measures.
//!
//! `cargo run --release -p ecomind-cli --example many_stacks -- synth hundred --output FOLDER`

#[path = "../../../benches/support/many_stacks.rs"]
mod many_stacks;

use std::process::ExitCode;

use ecomind_constructs::prelude::*;

struct Environment {
    name: &'static str,
    stacks: usize,
}

impl ecomind_cli::Environment for Environment {
    const ALL: &'static [Self] = &[
        Self { name: "one", stacks: 1 },
        Self { name: "ten", stacks: 10 },
        Self { name: "hundred", stacks: 100 },
    ];

    fn name(&self) -> &str {
        self.name
    }
}

fn app(environment: &Environment) -> Result<App> {
    many_stacks::many_stacks(environment.stacks)
}

fn main() -> ExitCode {
    ecomind_cli::run(app)
}
