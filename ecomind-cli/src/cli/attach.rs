//! `attach`: watches what is being done to the stacks.

use std::time::Duration;

use anyhow::Result;
use clap::Args;

use crate::{
    deploy::{self, Deployment, Settings},
    environment::Apps,
};

use super::{
    console::{Console, Progress},
    deploying::{Target, each},
    printer::Printer,
    selection::Dependencies,
    surroundings::Surroundings,
};

/// Arguments of `attach`.
#[derive(Debug, Args)]
pub(super) struct Attach {
    #[command(flatten)]
    target: Target,
    /// How many minutes to watch
    #[arg(long, value_name = "MINUTES")]
    timeout: Option<u64>,
    /// What to show
    #[arg(long, value_enum, value_name = "WHAT", default_value = "events")]
    progress: Progress,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Attach {
    /// Watches until nothing happens any more. A failure of what is watched is a failure.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let (all, reached) =
            self.target
                .resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
        let settings = |environment: &str| Settings {
            environment: environment.to_owned(),
            timeout: self.timeout.map(Duration::from_mins),
            ..Settings::default()
        };
        let watched = {
            let console = Console::new(printer, self.progress, self.json);
            each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deploy::attach(deployment).await
            })?
        };
        if watched.iter().all(|(_, count)| *count == 0) {
            printer.note("nothing is being done to these stacks");
        }
        Ok(())
    }
}
