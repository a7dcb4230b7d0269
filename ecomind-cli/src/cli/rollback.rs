//! `rollback`: what failed with `--no-rollback` is rolled back after all.

use anyhow::Result;
use clap::Args;

use crate::{
    deploy::{self, Deployment},
    environment::Apps,
};

use super::{
    console::Console,
    deploying::{Target, each},
    printer::Printer,
    repair_flags::{RepairFlags, tell},
    selection::Dependencies,
    surroundings::Surroundings,
};

/// Arguments of `rollback`.
#[derive(Debug, Args)]
pub(super) struct Rollback {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    flags: RepairFlags,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Rollback {
    /// Rolls back the stacks that failed.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let (all, reached) =
            self.target
                .resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
        let settings = |environment: &str| self.flags.settings(environment, &self.target.aws);
        let done = {
            let console = Console::new(printer, self.flags.progress(), self.json);
            each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deploy::roll_back(deployment).await
            })?
        };
        for (environment, recoveries) in done {
            tell(environment, &recoveries, printer);
        }
        Ok(())
    }
}
