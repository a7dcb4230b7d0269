//! What the commands that speak to CloudFormation share.

use anyhow::Result;
use clap::Args;

use crate::{
    deploy::{self, Deployment, Problem, ProblemKind, Problems, Settings},
    environment::Apps,
};

use super::{
    Exit,
    aws::{Aws, Reached},
    console::{Console, Progress},
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selection},
    surroundings::Surroundings,
    synthesized::{Synthesized, synthesize},
};

/// The arguments of all commands that speak to CloudFormation.
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    pub(super) selection: Selection,
    #[command(flatten)]
    pub(super) aws: Aws,
}

/// What ends a command with another code than 1.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) exit: Exit,
    pub(super) failure: Failure,
}

impl Target {
    /// The environments and their stacks, and CloudFormation.
    pub(super) fn resolve<'a>(
        &self,
        apps: &Apps<'a>,
        dependencies: Dependencies,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<(Vec<Synthesized<'a>>, Reached)> {
        let selected = self.selection.resolve(apps)?;
        let all = synthesize(apps, &selected, dependencies, printer)?;
        check_region(&self.aws, &all)?;
        Ok((all, self.aws.reach(surroundings)?))
    }
}

/// A stack says where it is because others refer to it there. A flag can't move it.
pub(super) fn check_region(aws: &Aws, all: &[Synthesized<'_>]) -> Result<(), Failure> {
    let Some(given) = &aws.region else { return Ok(()) };
    for stack in all.iter().flat_map(Synthesized::stacks) {
        if let Some(region) = stack.region.as_ref().filter(|region| *region != given) {
            let text = format!("`{}` is in {region}, and `--region` says {given}", stack.id);
            let mut message = Message::new(text)
                .hint("`--region` is for stacks whose region the app doesn't say");
            message.location = Some(stack.location);
            return Err(message.into());
        }
    }
    Ok(())
}

/// Does `work` for each environment, one after the other, and gives its name with what came of it.
pub(super) fn each<'a, T>(
    all: &'a [Synthesized<'_>],
    reached: &Reached,
    settings: &dyn Fn(&str) -> Settings,
    console: &Console<'_, '_>,
    work: &impl AsyncFn(&Deployment<'_>) -> Result<T, Problems>,
) -> Result<Vec<(&'a str, T)>> {
    let work = async {
        let mut done = Vec::new();
        for synthesized in all {
            let is_selected = |id: &str| synthesized.is_selected(id);
            let settings = settings(synthesized.environment);
            let deployment = Deployment {
                assembly: &synthesized.assembly,
                is_selected: &is_selected,
                settings: &settings,
                clouds: &reached.clouds,
                operator: console,
            };
            done.push((synthesized.environment, work(&deployment).await?));
        }
        Ok(done)
    };
    deploy::run(work)?.map_err(|problems: Problems| failed(problems))
}

/// Asks `work` of the stacks that are named, without showing how it goes.
pub(super) fn read<T>(
    target: &Target,
    apps: &Apps<'_>,
    surroundings: &Surroundings,
    printer: &mut Printer<'_>,
    work: &impl AsyncFn(&Deployment<'_>) -> Result<T, Problems>,
) -> Result<Vec<T>> {
    let (all, reached) = target.resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
    let settings =
        |environment: &str| Settings { environment: environment.to_owned(), ..Settings::default() };
    let console = Console::new(printer, Progress::ErrorsOnly, false);
    let done = each(&all, &reached, &settings, &console, work)?;
    Ok(done.into_iter().map(|(_, it)| it).collect())
}

/// What a command ends with.
pub(super) fn failed(problems: Problems) -> anyhow::Error {
    let is_interrupted = problems
        .iter()
        .any(|problem| problem.kind == ProblemKind::Interrupted);
    let exit = if is_interrupted { Exit::Interrupted } else { Exit::Failure };
    let messages = problems.into_iter().map(message).collect();
    Ended { exit, failure: Failure(messages) }.into()
}

fn message(problem: Problem) -> Message {
    let Problem { text, location, details, hint, kind: _ } = problem;
    Message { text, location, details, hint }
}

impl std::fmt::Display for Ended {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.failure.fmt(f)
    }
}

impl std::error::Error for Ended {}
