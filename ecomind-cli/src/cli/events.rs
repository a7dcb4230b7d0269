//! `events`: what happened to the stacks.

use anyhow::Result;
use clap::Args;

use crate::{
    deploy::{self, Deployment, Event},
    environment::Apps,
};

use super::{
    console,
    deploying::{Target, read},
    printer::Printer,
    surroundings::Surroundings,
};

/// Arguments of `events`.
#[derive(Debug, Args)]
pub(super) struct Events {
    #[command(flatten)]
    target: Target,
    /// Every event there is, not just those of the last operation
    #[arg(long)]
    history: bool,
    /// Failures alone
    #[arg(long)]
    failures: bool,
    /// Print lines of JSON
    #[arg(short, long)]
    json: bool,
}

impl Events {
    /// Prints the events of the stacks, in order.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let look =
            async |deployment: &Deployment<'_>| deploy::history(deployment, self.history).await;
        for event in read(&self.target, apps, surroundings, printer, &look)?
            .into_iter()
            .flatten()
        {
            if self.failures && !event.status.ends_with("_FAILED") {
                continue;
            }
            let line = if self.json {
                Event::Resource(event).to_json().to_string()
            } else {
                console::line(&event)
            };
            printer.data(&(line + "\n"))?;
        }
        Ok(())
    }
}
