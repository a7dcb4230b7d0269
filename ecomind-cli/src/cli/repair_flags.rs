//! The flags that `recover`, `rollback` and `drift` share.

use std::time::Duration;

use clap::Args;

use crate::deploy::{Recovery, Settings};

use super::{aws::Aws, console::Progress, printer::Printer};

/// How to repair.
#[derive(Debug, Args)]
#[command(next_help_heading = "How to repair")]
pub(super) struct RepairFlags {
    /// Ask nothing: the answer is yes
    #[arg(short, long)]
    yes: bool,
    /// How many stacks to work on side by side
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
}

impl RepairFlags {
    /// What they mean for an environment. Where nothing real is at stake, nobody is asked.
    pub(super) fn settings(&self, environment: &str, aws: &Aws) -> Settings {
        Settings {
            environment: environment.to_owned(),
            is_approved: self.yes || aws.is_local(),
            concurrency: self.concurrency.max(1),
            timeout: self.timeout.map(Duration::from_mins),
            role_arn: self.role_arn.clone(),
            ..Settings::default()
        }
    }

    /// What to show while it runs.
    pub(super) fn progress(&self) -> Progress {
        self.progress
    }
}

/// Says how the stacks are now.
pub(super) fn tell(environment: &str, recoveries: &[Recovery], printer: &mut Printer<'_>) {
    for Recovery { stack, before, after } in recoveries {
        let after = match after.as_deref() {
            None => "is gone: the next `deploy` makes it anew".to_owned(),
            Some(after) if after == before => "is rid of what nobody could execute".to_owned(),
            Some("ROLLBACK_COMPLETE") => {
                "is ROLLBACK_COMPLETE: the next `deploy` deletes it, and makes it anew".to_owned()
            }
            Some(after) => format!("is {after}: it can be deployed again"),
        };
        printer.note(&format!("{environment}: `{stack}` was {before}, and {after}"));
    }
}
