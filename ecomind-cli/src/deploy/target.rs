//! A stack, and where it is.

use std::rc::Rc;

use ecomind_constructs::{
    permissions::template_bucket,
    synth::{Assembly, StackArtifact},
};

use crate::cloudformation::{CloudFormation, Clouds, ResourceImport};

use super::{Problem, Result, Secrets, Settings, desired::Desired};

/// A stack that is to be deployed, and where.
pub(crate) struct Target<'a> {
    pub(crate) desired: Desired<'a>,
    pub(crate) cloud: Rc<dyn CloudFormation>,
    /// Where large templates go.
    pub(crate) bucket: String,
    /// The targets that must be deployed before.
    pub(crate) waits_for: Vec<usize>,
    /// Which step of the work on the stack it is.
    pub(crate) stage: Stage,
    /// Whether another step comes before it, so that the stack is not what it was.
    pub(crate) follows: bool,
}

/// A step of the work on a stack. Most have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// What has to be before the stack can be what the app says.
    First,
    /// The stack becomes what the app says, or as much of that as can be now.
    Main,
    /// What has to wait until others are what the app says.
    Last,
}

impl Stage {
    /// What plans call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Main => "main",
            Self::Last => "last",
        }
    }
}

impl Target<'_> {
    /// Another step of the work on the stack.
    pub(super) fn with<'b>(
        &self,
        artifact: &'b StackArtifact,
        imports: Vec<ResourceImport>,
        stage: Stage,
    ) -> Target<'b>
    where
        Self: 'b,
    {
        Target {
            desired: self.desired.with(artifact, imports),
            cloud: Rc::clone(&self.cloud),
            bucket: self.bucket.clone(),
            waits_for: self.waits_for.clone(),
            stage,
            follows: false,
        }
    }

    /// The id of the stack in the app.
    pub(crate) fn id(&self) -> &str {
        &self.desired.artifact.id
    }

    /// What CloudFormation calls the stack.
    pub(crate) fn name(&self) -> &str {
        &self.desired.artifact.name
    }
}

/// The stacks of `assembly` that are selected. All problems are told at once.
pub(crate) async fn targets<'a>(
    assembly: &'a Assembly,
    is_selected: &dyn Fn(&str) -> bool,
    settings: &Settings,
    clouds: &dyn Clouds,
    secrets: &mut Secrets,
) -> std::result::Result<Vec<Target<'a>>, Vec<Problem>> {
    let mut targets: Vec<Target<'a>> = Vec::new();
    let mut problems = flaws(assembly, settings);
    for artifact in assembly
        .stacks
        .iter()
        .filter(|stack| is_selected(&stack.id))
    {
        let target = async {
            let desired = Desired::new(artifact, settings, secrets)?;
            let place = desired.place();
            let of_stack = |error| Problem::of(&artifact.id, &error);
            let cloud = clouds.at(&place).await.map_err(of_stack)?;
            let account = clouds.account(&place).await.map_err(of_stack)?;
            let own = || template_bucket(&account, cloud.region());
            let bucket = settings.bucket.clone().unwrap_or_else(own);
            let before = targets.iter().enumerate();
            let before = before
                .filter(|(_, other)| artifact.depends_on.contains(&other.desired.artifact.id));
            let waits_for = before.map(|(index, _)| index).collect();
            let stage = Stage::Main;
            Ok::<_, Problem>(Target { desired, cloud, bucket, waits_for, stage, follows: false })
        };
        match target.await {
            Ok(target) => targets.push(target),
            Err(problem) => {
                // Credentials are missing for all stacks alike.
                let is_known = |other: &Problem| {
                    other.hint.is_some() && other.hint == problem.hint && other.location.is_none()
                };
                if !problems.iter().any(is_known) {
                    problems.push(problem);
                }
            }
        }
    }
    if problems.is_empty() { Ok(targets) } else { Err(problems) }
}

/// Names in the settings that are nobody's.
fn flaws(assembly: &Assembly, settings: &Settings) -> Vec<Problem> {
    let known = |id: &str| assembly.stack(id).is_some();
    let mut problems = Vec::new();
    for (stack, name, _) in &settings.parameters {
        let declares = |template: &str| template.contains(&format!("\"{name}\""));
        match stack {
            Some(stack) if !known(stack) => {
                problems.push(Problem::new(format!("there is no stack `{stack}`")));
            }
            None if !assembly.stacks.iter().any(|it| declares(&it.template)) => {
                problems.push(Problem::new(format!("no stack has a parameter `{name}`")));
            }
            _ => {}
        }
    }
    for name in &settings.allow_replace {
        if !name.split_once('.').is_some_and(|(stack, _)| known(stack)) {
            problems.push(Problem::new(format!(
                "`--allow-replace` must name a resource as `Stack.LogicalId`, got `{name}`"
            )));
        }
    }
    problems
}

/// Deployed indices and all of what is before them: `waits_for` of `waits_for`.
pub(super) fn is_after(
    targets: &[Target<'_>],
    index: usize,
    is_it: &dyn Fn(usize) -> bool,
) -> bool {
    targets[index]
        .waits_for
        .iter()
        .any(|&other| is_it(other) || is_after(targets, other, is_it))
}

/// What each target waits for when stacks are deleted: whoever waits for it when it is made.
pub(super) fn reversed(targets: &[Target<'_>]) -> Vec<Vec<usize>> {
    let waits_for = (0..targets.len()).map(|index| {
        let others = targets.iter().enumerate();
        let others = others.filter(|(_, other)| other.waits_for.contains(&index));
        others.map(|(other, _)| other).collect()
    });
    waits_for.collect()
}

/// The first error, or all values.
pub(super) fn all<T>(results: Vec<Option<Result<T>>>) -> std::result::Result<Vec<T>, Vec<Problem>> {
    let mut values = Vec::new();
    let mut problems = Vec::new();
    for result in results.into_iter().flatten() {
        match result {
            Ok(value) => values.push(value),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(values) } else { Err(problems) }
}
