//! `run-task`: something that runs once, such as a migration.

use std::{cell::RefCell, num::NonZeroU8, time::Duration};

use anyhow::Result;
use clap::Args;
use serde_json::json;

use crate::{
    cloudformation::LogLine,
    deploy::{self, Deployment, Settings, Sight, Wish},
    environment::Apps,
};

use super::{
    Exit,
    aws::Aws,
    console::{Console, Progress},
    deploying::{Ended, check_region, each},
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selection},
    surroundings::Surroundings,
    synthesized::synthesize,
};

/// Arguments of `run-task`.
#[derive(Debug, Args)]
pub(super) struct RunTask {
    /// Environment, which needs no name when there is only one; and the task
    #[arg(value_names = ["ENV", "TASK"], num_args = 1..=2, required = true)]
    names: Vec<String>,
    /// How many minutes to watch; the task goes on
    #[arg(long, value_name = "MINUTES")]
    timeout: Option<u64>,
    /// Start it, print its id, and watch nothing
    #[arg(long)]
    no_wait: bool,
    /// Watch one that runs, by its id, instead of starting one
    #[arg(long, value_name = "ID", conflicts_with_all = ["no_wait", "stop"])]
    attach: Option<String>,
    /// Stop one that runs, by its id, instead of starting one
    #[arg(long, value_name = "ID", conflicts_with = "no_wait")]
    stop: Option<String>,
    /// Print what happens as lines of JSON
    #[arg(short, long)]
    json: bool,
    #[command(flatten)]
    aws: Aws,
}

impl RunTask {
    /// Runs the task, prints its log, and ends as its container does.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let (environment, name) = match self.names.as_slice() {
            [environment, name] => (Some(environment.clone()), name),
            [name] => (None, name),
            _ => unreachable!("clap takes one or two"),
        };
        if self.aws.is_local() {
            let message = Message::new("the simulator of `--local` runs no containers")
                .hint("run the task where its stack is deployed to AWS");
            return Err(Failure::from(message).into());
        }
        let selection = Selection::of_environment(environment);
        let selected = selection.resolve(apps)?;
        let all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        check_region(&self.aws, &all)?;
        let reached = self.aws.reach(surroundings)?;
        let settings = |environment: &str| Settings {
            environment: environment.to_owned(),
            timeout: self.timeout.map(Duration::from_mins),
            ..Settings::default()
        };
        let wish = match (&self.attach, &self.stop) {
            (Some(id), _) => Wish::Attach(id.clone()),
            (_, Some(id)) => Wish::Stop(id.clone()),
            _ if self.no_wait => Wish::Start,
            _ => Wish::Run,
        };
        let (mut silent, mut quiet) = (Vec::new(), Vec::new());
        let mut nobody = Printer::into(&mut silent, &mut quiet);
        let console = Console::new(&mut nobody, Progress::ErrorsOnly, false);
        let shown = RefCell::new(&mut *printer);
        let tell = |sight: &Sight| self.tell(sight, &mut shown.borrow_mut());
        let work = async |deployment: &Deployment<'_>| {
            let done = deploy::one_off_task(deployment, name, &wish, &tell).await;
            done.map_err(|problem| vec![problem])
        };
        let done = each(&all, &reached, &settings, &console, &work)?;
        let code = done.into_iter().find_map(|(_, code)| code);
        if self.json
            && let Some(code) = code
        {
            printer.data(&format!("{}\n", json!({"event": "exit", "code": code})))?;
        }
        match code {
            None | Some(0) => Ok(()),
            Some(code) => Err(failed(name, code)),
        }
    }

    fn tell(&self, sight: &Sight, printer: &mut Printer<'_>) {
        // A reader that is gone is noticed at the end; the task goes on.
        let mut data = |text: &str| {
            let _ = printer
                .data(&format!("{text}\n"))
                .and_then(|()| printer.finish());
        };
        match sight {
            Sight::Line(LogLine { time, text }) if self.json => {
                data(&json!({"event": "log", "time": time, "text": text}).to_string());
            }
            Sight::Line(LogLine { text, .. }) => data(text.trim_end_matches('\n')),
            Sight::Status { task, status } if self.json => {
                data(&json!({"event": "task", "task": task, "status": status}).to_string());
            }
            Sight::Status { task, status } => {
                if self.no_wait {
                    data(task);
                }
                printer.note(&format!("task {task} is {status}"));
            }
        }
    }
}

/// What a task ends with that does not end well, the command ends with, too.
fn failed(name: &str, code: i64) -> anyhow::Error {
    let own = u8::try_from(code).ok().and_then(NonZeroU8::new);
    let message = Message::new(format!("the task `{name}` ended with {code}"));
    let exit = own.map_or(Exit::Failure, Exit::Task);
    Ended { exit, failure: message.into() }.into()
}
