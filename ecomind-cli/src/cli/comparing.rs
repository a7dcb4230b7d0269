//! What an app is compared with: the arguments, and the comparison.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::{
    assembly::{Baseline, StackSnapshot},
    assumptions::Assumptions,
    diff::{self, ChangeSetView, Comparison},
    environment::Apps,
};

#[cfg(feature = "deploy")]
use super::{
    aws::Aws,
    console::{Console, Progress},
    credentials,
    deploy_flags::{pair, parameters},
    deploying::{Ended, check_region, each},
};
use super::{
    message::{Failure, Message},
    printer::Printer,
    selection::Selected,
    surroundings::Surroundings,
    synthesized::Synthesized,
};
#[cfg(feature = "deploy")]
use crate::deploy::{Deployment, Settings, consult, deployed};

/// The arguments that say what to compare with.
#[derive(Debug, Args)]
pub(super) struct Comparing {
    /// What to compare with: `deployed`, a git ref, a folder, or one template. Default: what is
    /// deployed when there are credentials, and otherwise `HEAD`
    #[arg(long, visible_alias = "template", value_name = "deployed|REF|DIR|FILE")]
    pub(super) against: Option<String>,
    /// Folder of a repository in which the templates are committed
    #[arg(short, long, value_name = "DIR", default_value = "synth-out")]
    output: PathBuf,
    /// Who decides about replacements, where stacks are deployed
    #[cfg(feature = "deploy")]
    #[arg(long, value_enum, value_name = "METHOD", default_value_t)]
    method: Method,
    /// Value of a parameter for a change set, of every stack that has it or of one; may be repeated
    #[cfg(feature = "deploy")]
    #[arg(long, value_name = "[STACK:]NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
    #[cfg(feature = "deploy")]
    #[command(flatten)]
    aws: Aws,
}

/// Who decides about replacements.
#[cfg(feature = "deploy")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Method {
    /// AWS's schemas and documentation
    #[default]
    Template,
    /// These, and CloudFormation: change sets are made, read and deleted again
    ChangeSet,
}

/// What `--against` calls the stacks that are there.
#[cfg(feature = "deploy")]
const DEPLOYED: &str = "deployed";

impl Comparing {
    /// Whether an argument asks for a comparison.
    pub(super) fn is_asked_for(&self) -> bool {
        #[cfg(feature = "deploy")]
        let is_asked_for = self.aws.is_asked_for() || self.method == Method::ChangeSet;
        #[cfg(not(feature = "deploy"))]
        let is_asked_for = false;
        is_asked_for || self.against.is_some()
    }

    /// Compares each environment, of which `all` holds the stacks that are meant.
    pub(super) fn compare(
        &self,
        apps: &Apps<'_>,
        selected: &Selected<'_>,
        all: &[Synthesized<'_>],
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<Vec<Comparison>> {
        let assumptions = |index: usize| apps.assumptions(selected.environments[index]);
        #[cfg(feature = "deploy")]
        if self.is_deployed(surroundings) {
            return self.with_deployed(all, &assumptions, surroundings, printer);
        }
        #[cfg(feature = "deploy")]
        if self.method == Method::ChangeSet {
            let text = "`--method change-set` asks about what is deployed, and nothing else";
            let hint = format!("leave out `--against`, or say `--against {DEPLOYED}`");
            return Err(Failure::from(Message::new(text).hint(hint)).into());
        }
        #[cfg(not(feature = "deploy"))]
        let _ = surroundings;
        let name = self.against.as_deref().unwrap_or("HEAD");
        let baseline = Baseline::find(name, &self.output)?;
        if self.against.is_none() {
            printer.note(NOTE);
        }
        let pairs = all.iter().enumerate();
        pairs
            .map(|(index, it)| with_baseline(it, &baseline, &assumptions(index)))
            .collect()
    }

    #[cfg(feature = "deploy")]
    fn is_deployed(&self, surroundings: &Surroundings) -> bool {
        match self.against.as_deref() {
            Some(name) => name == DEPLOYED,
            None => {
                self.method == Method::ChangeSet
                    || self.aws.is_asked_for()
                    || credentials::are_at_hand(surroundings)
            }
        }
    }

    #[cfg(feature = "deploy")]
    fn with_deployed(
        &self,
        all: &[Synthesized<'_>],
        assumptions: &dyn Fn(usize) -> Assumptions,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<Vec<Comparison>> {
        check_region(&self.aws, all)?;
        let reached = self.aws.reach(surroundings)?;
        let settings = |environment: &str| Settings {
            environment: environment.to_owned(),
            parameters: parameters(&self.parameters),
            ..Settings::default()
        };
        let console = Console::new(printer, Progress::ErrorsOnly, false);
        let read = async |deployment: &Deployment<'_>| match self.method {
            Method::Template => deployed(deployment).await,
            Method::ChangeSet => consult(deployment).await,
        };
        let found = each(all, &reached, &settings, &console, &read).map_err(offline_too)?;
        drop(console);
        let place = if self.aws.is_local() { "the simulator" } else { "AWS" };
        let place = match self.method {
            Method::Template => format!("what is deployed to {place}"),
            Method::ChangeSet => format!("what is deployed to {place}, by change sets"),
        };
        let mut comparisons = Vec::new();
        for ((index, it), (_, found)) in all.iter().enumerate().zip(found) {
            let after = snapshots(it)?;
            comparisons.push(comparison(
                it,
                place.clone(),
                (&found.stacks, &after),
                &found.views,
                &assumptions(index),
            ));
        }
        Ok(comparisons)
    }
}

/// What is said when nobody says what to compare with, and there is no AWS to ask.
const NOTE: &str = "compared with what is committed, as there are no credentials for AWS; \
                    `--against` says what else to compare with";

/// Whoever has no way to AWS can still compare.
#[cfg(feature = "deploy")]
fn offline_too(mut error: anyhow::Error) -> anyhow::Error {
    let messages = error
        .downcast_mut::<Ended>()
        .map(|ended| ended.failure.0.as_mut_slice());
    for hint in messages
        .into_iter()
        .flatten()
        .filter_map(|it| it.hint.as_mut())
    {
        hint.push_str("; `--against HEAD` compares with what is committed, without AWS");
    }
    error
}

/// Compares the stacks that are meant. What is gone is compared when every stack is meant.
fn with_baseline(
    synthesized: &Synthesized<'_>,
    baseline: &Baseline,
    assumptions: &Assumptions,
) -> Result<Comparison> {
    let after = snapshots(synthesized)?;
    let mut before = baseline.stacks(synthesized.environment)?;
    if baseline.is_one_template() {
        let [only] = after.as_slice() else {
            let hint = "name the stack that the template is of";
            let text = "one template can only be compared with one stack";
            return Err(Failure::from(Message::new(text).hint(hint)).into());
        };
        for stack in &mut before {
            stack.id.clone_from(&only.id);
            stack.name.clone_from(&only.name);
        }
    }
    let is_known = |id: &str| synthesized.assembly.stack(id).is_some();
    let takes_all = synthesized.is_whole();
    before.retain(
        |stack| {
            if is_known(&stack.id) { synthesized.is_selected(&stack.id) } else { takes_all }
        },
    );
    let against = baseline.to_string();
    Ok(comparison(synthesized, against, (&before, &after), &[], assumptions))
}

fn comparison(
    synthesized: &Synthesized<'_>,
    against: String,
    (before, after): (&[StackSnapshot], &[StackSnapshot]),
    views: &[ChangeSetView],
    assumptions: &Assumptions,
) -> Comparison {
    let before = diff::relocate(before, after, &synthesized.assembly.moves);
    let mut difference = diff::compare_relocated(&before, after, views);
    diff::price(&mut difference, &before.stacks, after, assumptions);
    Comparison::new(synthesized.environment, against, difference)
}

fn snapshots(synthesized: &Synthesized<'_>) -> Result<Vec<StackSnapshot>> {
    synthesized
        .stacks()
        .map(StackSnapshot::of_artifact)
        .collect()
}
