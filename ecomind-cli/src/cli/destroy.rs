//! `destroy`: stacks are deleted, those that others wait for last.

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
    units,
};

/// Arguments of `destroy`.
#[derive(Debug, Args)]
pub(super) struct Destroy {
    #[command(flatten)]
    target: Target,
    /// Ask nothing: the answer is yes. What is in buckets is not part of that
    #[arg(short, long, visible_alias = "force", visible_short_alias = 'f')]
    yes: bool,
    /// Delete what is in buckets, too, without a question
    #[arg(long)]
    empty_buckets: bool,
    /// Resource that stays; may be repeated
    #[arg(long, value_name = "STACK.ID")]
    retain: Vec<String>,
    /// How many stacks to delete side by side
    #[arg(long, value_name = "NUMBER", default_value = "4")]
    concurrency: usize,
    /// How many minutes to watch; what runs then runs on
    #[arg(long, value_name = "MINUTES")]
    timeout: Option<u64>,
    /// Role that CloudFormation works with
    #[arg(short, long, value_name = "ARN")]
    role_arn: Option<String>,
    /// What to show while it runs
    #[arg(long, value_enum, value_name = "WHAT", default_value = "bar")]
    progress: Progress,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Destroy {
    /// Deletes the stacks.
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
            is_approved: self.yes || self.target.aws.is_local(),
            concurrency: self.concurrency.max(1),
            timeout: self.timeout.map(Duration::from_mins),
            role_arn: self.role_arn.clone(),
            ..Settings::default()
        };
        let done = {
            let console = Console::new(printer, self.progress, self.json);
            each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deploy::destroy(deployment, &self.retain, self.empty_buckets).await
            })?
        };
        for (environment, destroyed) in done {
            let stacks = units::count(destroyed.stacks.len(), "stack");
            printer.note(&format!("{environment}: {stacks} deleted"));
            for resource in &destroyed.retained {
                printer.note(&format!("  stays, in no stack: {resource}"));
            }
        }
        Ok(())
    }
}
