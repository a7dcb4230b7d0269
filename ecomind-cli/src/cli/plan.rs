//! `plan`: change sets in a file, to be reviewed now and deployed later.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{deploy::Deployment, environment::Apps};

use super::{
    console::{Console, Progress},
    deploy_flags::DeployFlags,
    deploying::{Target, each},
    message::{Failure, Message},
    printer::Printer,
    selection::Dependencies,
    surroundings::Surroundings,
};

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    target: Target,
    /// Leave out what the named stacks depend on
    #[arg(short, long)]
    exclusively: bool,
    /// File to write; `deploy --plan FILE` deploys exactly that
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    flags: DeployFlags,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Plan {
    /// Makes the change sets, shows them, and writes the file.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let dependencies =
            if self.exclusively { Dependencies::LeftOut } else { Dependencies::Included };
        let (all, reached) = self
            .target
            .resolve(apps, dependencies, surroundings, printer)?;
        let [only] = all.as_slice() else {
            return Err(Failure::from(Message::new("a plan is for one environment")).into());
        };
        self.flags.check(apps, only.environment)?;
        let settings = |environment: &str| {
            self.flags
                .settings(apps, environment, self.target.aws.is_local())
        };
        let plans = {
            let console = Console::new(printer, Progress::Events, self.json);
            each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deployment.plan().await
            })?
        };
        let shown = self.out.display().to_string();
        for (environment, plan) in plans {
            fs::write(&self.out, plan.to_text())
                .with_context(|| format!("can't write `{shown}`"))?;
            printer.note(&format!(
                "plan in `{shown}`: deploy it with `deploy {environment} --plan {shown}`"
            ));
        }
        Ok(())
    }
}
