//! `deploy`: stacks become what the app says.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Map, Value};

use crate::{
    deploy::{Deployment, Plan, Problems, Report, StackResult},
    environment::Apps,
};

use super::{
    console::{Console, Progress},
    deploy_flags::DeployFlags,
    deploying::{Target, each},
    message::{Failure, Message},
    printer::Printer,
    selection::Dependencies,
    surroundings::Surroundings,
    units,
};

/// Arguments of `deploy`.
#[derive(Debug, Args)]
pub(super) struct Deploy {
    #[command(flatten)]
    target: Target,
    /// Leave out what the named stacks depend on
    #[arg(short, long)]
    exclusively: bool,
    #[command(flatten)]
    flags: DeployFlags,
    /// Deploy what this file of `plan` says, or nothing
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Write the outputs of all stacks to this file, as JSON: {stack: {output: value}}
    #[arg(short = 'O', long, value_name = "FILE")]
    outputs_file: Option<PathBuf>,
    /// What to show while it runs
    #[arg(long, value_enum, value_name = "WHAT", default_value = "bar")]
    progress: Progress,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Deploy {
    /// Deploys the stacks.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let start = Instant::now();
        let plan = self.plan.as_ref().map(read_plan).transpose()?;
        let dependencies =
            if self.exclusively { Dependencies::LeftOut } else { Dependencies::Included };
        let (mut all, reached) = self
            .target
            .resolve(apps, dependencies, surroundings, printer)?;
        if let Some(plan) = &plan {
            let [only] = all.as_mut_slice() else {
                return Err(Failure::from(Message::new("a plan is for one environment")).into());
            };
            if only.environment != plan.environment() {
                let planned = plan.environment();
                let text = format!("the plan is for `{planned}`, not for `{}`", only.environment);
                return Err(Failure::from(Message::new(text)).into());
            }
            let planned: Vec<&str> = plan.stacks().collect();
            let stacks = only.assembly.stacks.iter();
            only.is_selected = stacks.map(|it| planned.contains(&it.id.as_str())).collect();
        }
        let settings = |environment: &str| {
            let mut settings = self
                .flags
                .settings(apps, environment, self.target.aws.is_local());
            settings
                .allow_replace
                .extend(plan.iter().flat_map(Plan::allow_replace));
            settings
        };
        for synthesized in &all {
            self.flags.check(apps, synthesized.environment)?;
        }
        let done = {
            let console = Console::new(printer, self.progress, self.json);
            each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deploy(deployment, plan.as_ref()).await
            })?
        };
        if let Some(path) = &self.outputs_file {
            let text = serde_json::to_string_pretty(&outputs(&done))? + "\n";
            fs::write(path, text).with_context(|| format!("can't write `{}`", path.display()))?;
        }
        for (_, report) in &done {
            summarize(report, printer);
        }
        printer.note(&format!("took {}", units::time(start.elapsed())));
        Ok(())
    }
}

async fn deploy(
    deployment: &Deployment<'_>,
    plan: Option<&Plan>,
) -> std::result::Result<Report, Problems> {
    match plan {
        Some(plan) => deployment.deploy_plan(plan).await,
        None => deployment.deploy().await,
    }
}

fn read_plan(path: &PathBuf) -> Result<Plan> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("can't read `{shown}`"))?;
    let refused = |flaw| Failure::from(Message::new(format!("can't use `{shown}`: {flaw}")));
    Ok(Plan::parse(&text).map_err(refused)?)
}

/// The outputs of all stacks. With several environments, in which they are.
fn outputs(done: &[(&str, Report)]) -> Value {
    let of_report = |report: &Report| -> Value {
        let stacks = report.stacks.iter().map(|stack| {
            let outputs = stack.outputs.iter();
            let outputs = outputs.map(|(key, value)| (key.clone(), Value::from(value.as_str())));
            (stack.stack.clone(), Value::Object(outputs.collect()))
        });
        Value::Object(stacks.collect())
    };
    match done {
        [(_, report)] => of_report(report),
        several => {
            let all = several
                .iter()
                .map(|(name, report)| ((*name).to_owned(), of_report(report)));
            Value::Object(all.collect::<Map<_, _>>())
        }
    }
}

fn summarize(report: &Report, printer: &mut Printer<'_>) {
    for stack in report
        .stacks
        .iter()
        .filter(|stack| !stack.outputs.is_empty())
    {
        printer.note(&format!("outputs of `{}`", stack.stack));
        for (key, value) in &stack.outputs {
            printer.note(&format!("  {key} = {value}"));
        }
    }
    for stack in &report.stacks {
        let time = u64::try_from(stack.milliseconds).unwrap_or(u64::MAX);
        let time = units::time(Duration::from_millis(time));
        printer.detail(&format!("`{}` took {time}", stack.stack));
    }
    let count = |result| report.count(result);
    printer.note(&format!(
        "{} created, {} updated, {} unchanged",
        count(StackResult::Created),
        count(StackResult::Updated),
        count(StackResult::Unchanged)
    ));
}
