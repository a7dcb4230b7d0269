//! What is asked of stacks without deploying them.

use crate::cloudformation::{Stack, StackEvent, StackStatus};

use super::{
    Deployment, Problem, Problems, ResourceEvent, Secrets,
    change_sets::PREFIX,
    diagnosis::diagnose,
    follow::Operation,
    resource_event::plain,
    runtime::{Stopped, unless_stopped},
    schedule::in_order,
    target::{Target, all},
    watched::watched,
};

/// Each stack as it is, in order of deployment; none where there is none. Outputs that tell a
/// parameter with `NoEcho` are masked.
pub(crate) async fn look(
    deployment: &Deployment<'_>,
) -> Result<Vec<(String, Option<Stack>)>, Problems> {
    let mut secrets = Secrets::default();
    let targets = deployment.targets(&mut secrets).await?;
    let (targets, secrets) = (&targets, &secrets);
    let no_order = vec![Vec::new(); targets.len()];
    let look = |index: usize| async move {
        let target = &targets[index];
        let stack = target.cloud.stack(target.name()).await;
        let mut stack = stack.map_err(|error| Problem::of(target.id(), &error))?;
        for output in stack.iter_mut().flat_map(|it| &mut it.outputs) {
            output.value = secrets.mask_output(&target.desired, &output.key, &output.value);
        }
        Ok((target.id().to_owned(), stack))
    };
    all(in_order(&no_order, deployment.settings.concurrency, look).await)
}

/// The events of each stack, in order; those of the last operation, or all there are.
pub(crate) async fn history(
    deployment: &Deployment<'_>,
    is_all: bool,
) -> Result<Vec<ResourceEvent>, Problems> {
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let mut history = Vec::new();
    for target in &targets {
        let failed = |error| vec![Problem::of(target.id(), &error)];
        let stack = target.cloud.stack(target.name()).await.map_err(failed)?;
        let Some(stack) = stack else { continue };
        let events = target.cloud.events(&stack.id, &|_| true).await;
        let mut events = events.map_err(failed)?;
        if !is_all {
            let start = events.iter().position(StackEvent::is_start);
            events.truncate(start.map_or(events.len(), |start| start + 1));
        }
        history.extend(events.iter().rev().map(|event| {
            ResourceEvent {
                path: target
                    .desired
                    .element(&event.logical_id)
                    .map(|element| element.path.to_string()),
                ..plain(target.id(), event)
            }
        }));
    }
    history.sort_by_key(|event| event.time);
    Ok(history)
}

/// Watches what is being done to the stacks, until it is done. How many there were.
pub(crate) async fn attach(deployment: &Deployment<'_>) -> Result<usize, Problems> {
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let (targets, no_order) = (&targets, vec![Vec::new(); targets.len()]);
    let watch = |index: usize| watch(deployment, &targets[index]);
    let work = in_order(&no_order, targets.len(), watch);
    match unless_stopped(deployment.settings.timeout, work).await {
        Ok(results) => Ok(all(results)?.into_iter().filter(|it| *it).count()),
        Err(Stopped::Interrupted) => Err(vec![Problem::interrupted("stopped watching")]),
        Err(Stopped::TimedOut) => {
            Err(vec![Problem::new("it takes longer than `--timeout` allows")])
        }
    }
}

async fn watch(deployment: &Deployment<'_>, target: &Target<'_>) -> Result<bool, Problem> {
    let failed = |error| Problem::of(target.id(), &error);
    let stack = target.cloud.stack(target.name()).await.map_err(failed)?;
    let Some(stack) = stack.filter(|stack| stack.status.is_in_progress()) else {
        return Ok(false);
    };
    let operation = Operation { cloud: &*target.cloud, stack_id: &stack.id, token: None };
    let outcome = watched(deployment.operator, target, operation, StackStatus::is_success).await?;
    if outcome.status.is_success() {
        return Ok(true);
    }
    Err(diagnose(&*target.cloud, &target.desired, &outcome, &Secrets::default()).await)
}

/// Stops the updates of the stacks, which rolls them back. The ids of the stacks.
pub(crate) async fn cancel(deployment: &Deployment<'_>) -> Result<Vec<String>, Problems> {
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let (mut cancelled, mut problems) = (Vec::new(), Vec::new());
    for target in &targets {
        let id = target.id();
        let failed = |error| vec![Problem::of(id, &error)];
        let stack = target.cloud.stack(target.name()).await.map_err(failed)?;
        match stack.as_ref().map(|stack| stack.status.as_str()) {
            Some("UPDATE_IN_PROGRESS") => {
                let token = format!("{PREFIX}cancel-{:x}", fastrand::u64(..));
                let answer = target.cloud.cancel_update(target.name(), &token).await;
                answer.map_err(failed)?;
                cancelled.push(id.to_owned());
            }
            Some("CREATE_IN_PROGRESS") => problems.push(
                Problem::new(format!("`{id}` is being created, which can't be cancelled"))
                    .hint(format!("delete it with `destroy`: `{id}`")),
            ),
            _ => {}
        }
    }
    if problems.is_empty() { Ok(cancelled) } else { Err(problems) }
}
