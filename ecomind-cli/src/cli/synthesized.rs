//! The assemblies of the environments that a command is about.

use std::{
    collections::BTreeMap,
    mem,
    time::{Duration, Instant},
};

use ecomind_constructs::{
    Error,
    rules::Inspector,
    synth::{self, Assembly, StackArtifact},
    template::Stacks,
    tree::App,
    validation::Finding,
};

use crate::environment::Apps;

use super::{
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selected},
    units,
    watch::Watch,
};

/// The assembly of one environment, and which of its stacks are meant.
pub(super) struct Synthesized<'a> {
    pub(super) environment: &'a str,
    pub(super) assembly: Assembly,
    /// For each stack of the assembly.
    pub(super) is_selected: Vec<bool>,
    /// How long the template of each stack took, by id.
    times: BTreeMap<String, Duration>,
    /// What an inspector found in each stack, by id.
    findings: BTreeMap<String, Vec<Finding>>,
}

/// Synthesizes what is selected, and says what wants attention.
///
/// Mistakes of all environments are reported together, each of them once.
pub(super) fn synthesize<'a>(
    apps: &Apps<'a>,
    selected: &Selected<'_>,
    dependencies: Dependencies,
    printer: &mut Printer<'_>,
) -> Result<Vec<Synthesized<'a>>, Failure> {
    let all = assemblies(apps, selected, dependencies, None, printer)?;
    warn(&all, printer);
    Ok(all)
}

/// The same, with what `inspector` finds in the templates.
pub(super) fn synthesize_and_inspect<'a>(
    apps: &Apps<'a>,
    selected: &Selected<'_>,
    dependencies: Dependencies,
    inspector: &Inspector,
    printer: &mut Printer<'_>,
) -> Result<Vec<Synthesized<'a>>, Failure> {
    let all = assemblies(apps, selected, dependencies, Some(inspector), printer)?;
    warn(&all, printer);
    Ok(all)
}

/// The same, for those who tell what wants attention in their own way.
pub(super) fn assemblies<'a>(
    apps: &Apps<'a>,
    selected: &Selected<'_>,
    dependencies: Dependencies,
    inspector: Option<&Inspector>,
    printer: &mut Printer<'_>,
) -> Result<Vec<Synthesized<'a>>, Failure> {
    let mut all = Vec::new();
    let mut mistakes = Vec::new();
    for &index in &selected.environments {
        let environment = apps.names[index];
        let start = Instant::now();
        let watch = Watch::new(inspector);
        match apps.build(index).and_then(|app| assembly_of(app, &watch)) {
            Ok(assembly) => {
                let is_selected = vec![true; assembly.stacks.len()];
                let (times, findings) = (watch.times(), watch.findings());
                all.push(Synthesized { environment, assembly, is_selected, times, findings });
            }
            Err(error) => mistakes.push((environment, error)),
        }
        printer.detail(&format!("{environment} synthesized in {}", units::time(start.elapsed())));
    }
    if !mistakes.is_empty() {
        return Err(failure(&mistakes, selected.environments.len()));
    }
    selected.mark(&mut all, dependencies)?;
    Ok(all)
}

impl Synthesized<'_> {
    /// The stacks that are meant, in order of deployment.
    pub(super) fn stacks(&self) -> impl Iterator<Item = &StackArtifact> {
        let stacks = self.assembly.stacks.iter().zip(&self.is_selected);
        stacks
            .filter(|(_, is_selected)| **is_selected)
            .map(|(stack, _)| stack)
    }

    /// Whether every stack is meant.
    pub(super) fn is_whole(&self) -> bool {
        self.is_selected.iter().all(|is_selected| *is_selected)
    }

    /// The templates of the stacks that are meant.
    pub(super) fn templates(&self) -> Stacks {
        Stacks::new(self.stacks().map(StackArtifact::read))
    }

    /// How long the template of the stack with this id took.
    pub(super) fn time(&self, id: &str) -> Duration {
        self.times.get(id).copied().unwrap_or_default()
    }

    /// What an inspector found in the stacks that are meant, in order of deployment.
    pub(super) fn findings(&self) -> impl Iterator<Item = (&StackArtifact, &[Finding])> {
        self.stacks()
            .filter_map(|stack| Some((stack, self.findings.get(&stack.id)?.as_slice())))
    }

    /// Whether the stack with this id is meant.
    pub(super) fn is_selected(&self, id: &str) -> bool {
        self.stacks().any(|stack| stack.id == id)
    }

    /// How much there is: stacks, resources, and bytes of templates.
    pub(super) fn amount(&self) -> [usize; 3] {
        self.stacks()
            .fold([0; 3], |[stacks, resources, bytes], stack| {
                [stacks + 1, resources + stack.resource_count, bytes + stack.template.len()]
            })
    }
}

/// How much there is in all of them, for people.
pub(super) fn total(all: &[Synthesized<'_>]) -> String {
    let amounts = all.iter().map(Synthesized::amount);
    let [stacks, resources, bytes] =
        amounts.fold([0; 3], |sum, amount| std::array::from_fn(|at| sum[at] + amount[at]));
    let place = match all {
        [only] => only.environment.to_owned(),
        _ => units::count(all.len(), "environment"),
    };
    let (stacks, resources) = (units::count(stacks, "stack"), units::count(resources, "resource"));
    format!("{place}: {stacks}, {resources}, {}", units::bytes(bytes))
}

fn assembly_of(app: App, watch: &Watch<'_>) -> ecomind_constructs::Result<Assembly> {
    let assembly = synth::synthesize_observed(&app, watch);
    // The process ends soon, and the system takes the memory of a large tree back in less time
    // than it takes to free each of its nodes: a fifth of the whole run.
    mem::forget(app);
    assembly
}

fn failure(mistakes: &[(&str, Error)], environments: usize) -> Failure {
    let mut known: Vec<(Message, Vec<&str>)> = Vec::new();
    for (environment, errors) in mistakes {
        for error in errors.each() {
            let message = Message::from(error);
            match known.iter_mut().find(|(other, _)| *other == message) {
                Some((_, places)) => places.push(environment),
                None => known.push((message, vec![environment])),
            }
        }
    }
    let message = |(mut message, places): (Message, Vec<&str>)| {
        if 1 < environments {
            message.details.push(format!("in {}", places.join(", ")));
        }
        message
    };
    Failure(known.into_iter().map(message).collect())
}

/// Says what wants attention in the stacks that are meant, each thing once.
fn warn(all: &[Synthesized<'_>], printer: &mut Printer<'_>) {
    let mut known: Vec<Message> = Vec::new();
    for synthesized in all {
        for warning in &synthesized.assembly.warnings {
            let stack = warning.path.as_str().split('/').next().unwrap_or_default();
            let message = Message::from(warning);
            if synthesized.is_selected(stack) && !known.contains(&message) {
                printer.warning(&message);
                known.push(message);
            }
        }
    }
}
