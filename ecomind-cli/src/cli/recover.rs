//! `recover`: a way out for stacks that are stuck.

use anyhow::Result;
use clap::Args;

use crate::{
    deploy::{self, Deployment, Wishes},
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

/// Arguments of `recover`.
#[derive(Debug, Args)]
pub(super) struct Recover {
    #[command(flatten)]
    target: Target,
    /// Leave this resource out of the way back, without trying it first; may be repeated
    #[arg(long, value_name = "STACK.ID")]
    skip: Vec<String>,
    /// Resource that stays when its stack can't be deleted with it; may be repeated
    #[arg(long, value_name = "STACK.ID")]
    retain: Vec<String>,
    /// Delete stacks whose deletion failed by force: what can't be deleted stays
    #[arg(long, conflicts_with = "retain")]
    force: bool,
    #[command(flatten)]
    flags: RepairFlags,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Recover {
    /// Says what is wrong and what leads out of it, and does that once it is approved.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let (all, reached) =
            self.target
                .resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
        let wishes =
            Wishes { skip: self.skip.clone(), retain: self.retain.clone(), forces: self.force };
        let settings = |environment: &str| self.flags.settings(environment, &self.target.aws);
        let done = {
            let console = Console::new(printer, self.flags.progress(), self.json);
            each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deploy::recover(deployment, &wishes).await
            })?
        };
        for (environment, recoveries) in done {
            if recoveries.is_empty() {
                printer.note(&format!("{environment}: no stack is stuck"));
            }
            tell(environment, &recoveries, printer);
        }
        Ok(())
    }
}
