//! `cancel`: stops updates, which rolls them back.

use anyhow::Result;
use clap::Args;

use crate::{
    deploy::{self, Deployment},
    environment::Apps,
};

use super::{
    deploying::{Target, read},
    printer::Printer,
    surroundings::Surroundings,
};

/// Arguments of `cancel`.
#[derive(Debug, Args)]
pub(super) struct Cancel {
    #[command(flatten)]
    target: Target,
}

impl Cancel {
    /// Stops the updates of the stacks.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let cancel = async |deployment: &Deployment<'_>| deploy::cancel(deployment).await;
        let cancelled = read(&self.target, apps, surroundings, printer, &cancel)?;
        let cancelled: Vec<_> = cancelled.into_iter().flatten().collect();
        if cancelled.is_empty() {
            printer.note("no update of these stacks is under way");
        }
        for id in cancelled {
            printer.note(&format!("`{id}` is being rolled back: watch it with `attach`"));
        }
        Ok(())
    }
}
