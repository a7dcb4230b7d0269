//! `validate --online`: what the account knows of the stacks.

use anyhow::Result;
use clap::Args;
use ecomind_constructs::validation::RuleId;

use crate::deploy::{self, Answers, Deployment, ONLINE_RULES, Settings};

use super::{
    aws::Aws,
    console::{Console, Progress},
    deploy_flags::{pair, parameters},
    deploying::{check_region, each},
    findings::Findings,
    message::{Failure, Message},
    printer::Printer,
    surroundings::Surroundings,
    synthesized::Synthesized,
};

/// The arguments of `validate` that are about the account.
#[derive(Debug, Args)]
pub(super) struct Online {
    /// Ask CloudFormation too: make change sets, read what it finds in them, delete them again
    #[arg(id = "online", long = "online", help_heading = "Online")]
    is_wanted: bool,
    /// Role that CloudFormation works with
    #[arg(short, long, value_name = "ARN", requires = "online", help_heading = "Online")]
    role_arn: Option<String>,
    /// Value of a parameter, of every stack that has it or of one; may be repeated
    #[arg(
        long,
        value_name = "[STACK:]NAME=VALUE",
        value_parser = pair,
        requires = "online",
        help_heading = "Online"
    )]
    parameters: Vec<(String, String)>,
    /// Bucket for templates of more than 51,200 bytes. Default: one of our own
    #[arg(long, value_name = "NAME", requires = "online", help_heading = "Online")]
    bucket: Option<String>,
    #[command(flatten)]
    aws: Aws,
}

impl Online {
    /// Whether the account is asked.
    pub(super) fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    /// The region of what doesn't say one.
    pub(super) fn region(&self) -> Option<&str> {
        self.aws.region.as_deref()
    }

    /// What each of the rules is called, and what holds.
    pub(super) fn rules() -> impl Iterator<Item = (RuleId, &'static str)> {
        ONLINE_RULES.iter().copied()
    }

    /// Rejects arguments that would do nothing.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if !self.is_wanted
            && let Some(flag) = self.aws.flag()
        {
            let text = format!("`{flag}` does nothing without `--online`");
            return Err(Message::new(text).into());
        }
        Ok(())
    }

    /// Adds what CloudFormation finds, and says of what it was not asked.
    pub(super) fn ask<'a>(
        &self,
        all: &'a [Synthesized<'_>],
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
        findings: &mut Findings<'a>,
    ) -> Result<()> {
        check_region(&self.aws, all)?;
        let reached = self.aws.reach(surroundings)?;
        let settings = |environment: &str| Settings {
            environment: environment.to_owned(),
            role_arn: self.role_arn.clone(),
            parameters: parameters(&self.parameters),
            bucket: self.bucket.clone(),
            ..Settings::default()
        };
        let answers = {
            let console = Console::new(printer, Progress::ErrorsOnly, false);
            each(all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deploy::ask(deployment).await
            })?
        };
        for (environment, Answers { findings: found, unasked }) in answers {
            for (stack, found) in found {
                let synthesized = all.iter().find(|it| it.environment == environment);
                let artifact = synthesized.and_then(|it| it.assembly.stack(&stack));
                if let Some(artifact) = artifact {
                    findings.add(environment, &artifact.id, found);
                }
            }
            for (stack, reason) in unasked {
                printer.note(&format!("`{stack}` of {environment} was not asked about: {reason}"));
            }
        }
        Ok(())
    }
}
