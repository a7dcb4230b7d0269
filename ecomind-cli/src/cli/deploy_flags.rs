//! The flags that `deploy` and `plan` share.

use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::{
    deploy::{Approval, OnBusy, Settings},
    environment::Apps,
};

use super::message::{Failure, Message};

/// How to deploy.
#[derive(Debug, Args)]
#[command(next_help_heading = "How to deploy")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct DeployFlags {
    /// When to ask first. Default: `broadening` for production, else `any-change`
    #[arg(long, value_enum, value_name = "WHEN")]
    require_approval: Option<When>,
    /// Ask nothing: the answer is yes
    #[arg(short, long)]
    yes: bool,
    /// Let this resource with data be replaced or deleted; may be repeated
    #[arg(long, value_name = "STACK.ID")]
    allow_replace: Vec<String>,
    /// How many stacks to deploy side by side
    #[arg(long, value_name = "NUMBER", default_value = "4")]
    concurrency: usize,
    /// What to do about a stack that something else is changing
    #[arg(long, value_enum, value_name = "WHAT", default_value = "wait")]
    on_busy: Busy,
    /// How many minutes to watch; what runs then runs on
    #[arg(long, value_name = "MINUTES")]
    timeout: Option<u64>,
    /// Role that CloudFormation works with
    #[arg(short, long, value_name = "ARN")]
    role_arn: Option<String>,
    /// Topic that is told of every event; may be repeated
    #[arg(long, value_name = "ARN")]
    notification_arns: Vec<String>,
    /// Tag of every stack, beside those of the app; may be repeated
    #[arg(short, long, value_name = "KEY=VALUE", value_parser = pair)]
    tags: Vec<(String, String)>,
    /// Value of a parameter, of every stack that has it or of one; may be repeated
    #[arg(long, value_name = "[STACK:]NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
    /// Be done when everything is configured, before it is stable, where the environment allows it
    #[arg(long)]
    express: bool,
    /// Keep what was made when a deployment fails
    #[arg(short = 'R', long)]
    no_rollback: bool,
    /// Let resources with names of their own that exist join their stack, instead of failing it
    #[arg(long)]
    import_existing_resources: bool,
    /// Alarm that rolls the deployment back; may be repeated
    #[arg(long, value_name = "ARN")]
    rollback_trigger_alarm_arns: Vec<String>,
    /// How long these alarms are watched after the last resource is done
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(0..=180))]
    monitoring_time_minutes: Option<u32>,
    /// Bucket for templates of more than 51,200 bytes. Default: one of our own
    #[arg(long, value_name = "NAME")]
    bucket: Option<String>,
}

/// The flag `--require-approval`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// Never
    Never,
    /// Before anything changes
    AnyChange,
    /// Before more may be done or reached, or something is deleted
    Broadening,
    /// Before something is deleted, or data is lost
    Destructive,
}

/// The flag `--on-busy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Busy {
    /// Wait for it
    Wait,
    /// Fail
    Fail,
}

impl DeployFlags {
    /// What they mean for an environment. Where nothing real is at stake, nobody is asked unless
    /// that is asked for.
    pub(super) fn settings(&self, apps: &Apps<'_>, environment: &str, is_local: bool) -> Settings {
        let by_default = if is_local {
            Approval::Never
        } else if apps.rules(environment).is_production {
            Approval::Broadening
        } else {
            Approval::AnyChange
        };
        let approval = self.require_approval.map(|when| match when {
            When::Never => Approval::Never,
            When::AnyChange => Approval::AnyChange,
            When::Broadening => Approval::Broadening,
            When::Destructive => Approval::Destructive,
        });
        Settings {
            environment: environment.to_owned(),
            approval: approval.unwrap_or(by_default),
            is_approved: self.yes,
            allow_replace: self.allow_replace.clone(),
            concurrency: self.concurrency.max(1),
            on_busy: match self.on_busy {
                Busy::Wait => OnBusy::Wait,
                Busy::Fail => OnBusy::Fail,
            },
            timeout: self.timeout.map(Duration::from_mins),
            role_arn: self.role_arn.clone(),
            notification_arns: self.notification_arns.clone(),
            tags: self.tags.iter().cloned().collect(),
            parameters: parameters(&self.parameters),
            express: self.express,
            keeps_failure: self.no_rollback,
            imports_existing: self.import_existing_resources,
            rollback_alarms: self.rollback_trigger_alarm_arns.clone(),
            monitoring_minutes: self.monitoring_time_minutes,
            bucket: self.bucket.clone(),
            assumptions: apps.assumptions_of(environment),
        }
    }

    /// What an environment does not allow.
    pub(super) fn check(&self, apps: &Apps<'_>, environment: &str) -> Result<(), Failure> {
        if !self.express || apps.rules(environment).allows_express {
            return Ok(());
        }
        let text = format!("`{environment}` does not allow `--express`");
        Err(Message::new(text)
            .hint(
                "resources are not stable yet when it is done; `Environment::allows_express` of \
                 the app says where that is good enough",
            )
            .into())
    }
}

/// `[STACK:]NAME=VALUE` in three parts.
pub(super) fn parameters(given: &[(String, String)]) -> Vec<(Option<String>, String, String)> {
    let parts = given.iter().map(|(name, value)| {
        let (stack, name) = match name.split_once(':') {
            Some((stack, name)) => (Some(stack.to_owned()), name),
            None => (None, name.as_str()),
        };
        (stack, name.to_owned(), value.clone())
    });
    parts.collect()
}

/// `KEY=VALUE` in two parts.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text
        .split_once('=')
        .ok_or("must be a name, `=` and a value")?;
    if key.is_empty() {
        return Err("must have a name before `=`".to_owned());
    }
    Ok((key.to_owned(), value.to_owned()))
}
