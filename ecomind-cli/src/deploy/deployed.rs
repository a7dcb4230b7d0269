//! Stacks as they are deployed, for comparisons. Nothing that is there is changed.

use std::collections::BTreeSet;

use crate::{
    assembly::StackSnapshot,
    cloudformation::{Stack, TemplateSource},
    diff::{ChangeSetView, relocate},
};

use super::{
    Deployment, Event, Problem, Problems, Result, Secrets,
    change_set_view::view,
    change_sets::{self, Made, PREFIX},
    gone::gone,
    prepare::{Begun, discard_begun},
    runtime::{Stopped, unless_stopped},
    schedule::in_order,
    target::{Target, all},
};

/// Stacks as they are deployed, and what CloudFormation says of making them what the app says.
pub(crate) struct Deployed {
    /// Those that are there; where every stack of the app is meant, also those that it has no more.
    pub(crate) stacks: Vec<StackSnapshot>,
    /// One for each stack of which CloudFormation was asked.
    pub(crate) views: Vec<ChangeSetView>,
}

/// A stack that is there, with its template.
struct There {
    stack: Stack,
    template: String,
}

/// Reads the template of each stack. What a failed creation has left holds nothing.
pub(crate) async fn deployed(
    deployment: &Deployment<'_>,
) -> std::result::Result<Deployed, Problems> {
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let there = read_all(deployment, &targets).await?;
    let stacks = with_gone(deployment, &targets, snapshots(&targets, &there)?).await?;
    Ok(Deployed { stacks, views: Vec::new() })
}

/// The same, and asks CloudFormation by a change set of each stack that differs. The change sets
/// are deleted again, whatever happens, and stacks that were made for them.
pub(crate) async fn consult(
    deployment: &Deployment<'_>,
) -> std::result::Result<Deployed, Problems> {
    deployment
        .masked(async |deployment, targets, secrets| {
            consult_targets(deployment, &targets, secrets).await
        })
        .await
}

async fn consult_targets(
    deployment: &Deployment<'_>,
    targets: &[Target<'_>],
    secrets: &Secrets,
) -> std::result::Result<Deployed, Problems> {
    let begun = Begun::default();
    let work = async {
        let there = read_all(deployment, targets).await?;
        let stacks = snapshots(targets, &there)?;
        let moving = moving(deployment, targets, &stacks)?;
        let no_order = vec![Vec::new(); targets.len()];
        let moving = &moving;
        let there = &there;
        let begun = &begun;
        let ask = |index: usize| async move {
            if moving.contains(targets[index].id()) {
                unasked(deployment, targets[index].id(), "resources move first, before all else");
                return Ok(None);
            }
            ask(deployment, targets, there, index, begun).await
        };
        let views = all(in_order(&no_order, deployment.settings.concurrency, ask).await)?;
        let views = views.into_iter().flatten();
        let views = views.map(|view| without_secrets(view, secrets)).collect();
        Ok(Deployed { stacks: with_gone(deployment, targets, stacks).await?, views })
    };
    let done = unless_stopped(deployment.settings.timeout, work).await;
    discard_begun(targets, &begun).await;
    done.unwrap_or_else(|stopped| {
        Err(vec![match stopped {
            Stopped::Interrupted => Problem::interrupted("interrupted: nothing was changed"),
            Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
        }])
    })
}

/// CloudFormation masks values of parameters with `NoEcho`; its refusals come from services, which
/// may repeat them.
fn without_secrets(mut view: ChangeSetView, secrets: &Secrets) -> ChangeSetView {
    let properties = view.resources.iter_mut().flat_map(|it| &mut it.properties);
    let values = properties.flat_map(|it| [&mut it.before, &mut it.after]);
    for text in values.chain([&mut view.refusal]).flatten() {
        *text = secrets.mask(text);
    }
    view
}

/// Adds the stacks that the app has no more, if every stack of it is meant.
async fn with_gone(
    deployment: &Deployment<'_>,
    targets: &[Target<'_>],
    mut stacks: Vec<StackSnapshot>,
) -> std::result::Result<Vec<StackSnapshot>, Problems> {
    if targets.len() == deployment.assembly.stacks.len() {
        stacks.extend(gone(deployment, targets).await?);
    }
    Ok(stacks)
}

/// The ids of the stacks that resources move out of or into.
fn moving(
    deployment: &Deployment<'_>,
    targets: &[Target<'_>],
    stacks: &[StackSnapshot],
) -> std::result::Result<BTreeSet<String>, Problems> {
    let desired = targets
        .iter()
        .map(|target| StackSnapshot::of_artifact(target.desired.artifact));
    let desired = desired.collect::<anyhow::Result<Vec<_>>>();
    let desired = desired.map_err(|error| vec![Problem::new(format!("{error:#}"))])?;
    Ok(relocate(stacks, &desired, &deployment.assembly.moves).involved)
}

/// Says why CloudFormation is not asked about a stack.
fn unasked(deployment: &Deployment<'_>, id: &str, reason: &str) {
    let (stack, text) = (id.to_owned(), format!("no change set: {reason}"));
    deployment.operator.tell(&Event::Note { stack, text });
}

async fn read_all(
    deployment: &Deployment<'_>,
    targets: &[Target<'_>],
) -> std::result::Result<Vec<Option<There>>, Problems> {
    let no_order = vec![Vec::new(); targets.len()];
    let read = |index: usize| read(deployment, &targets[index]);
    all(in_order(&no_order, deployment.settings.concurrency, read).await)
}

async fn read(deployment: &Deployment<'_>, target: &Target<'_>) -> Result<Option<There>> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let failed = |error| Problem::of(id, &error);
    let Some(stack) = cloud.stack(target.name()).await.map_err(failed)? else { return Ok(None) };
    if stack.status.is_deleted() || stack.status.is_review() {
        return Ok(None);
    }
    let note = |text: &str| {
        let (stack, text) = (id.to_owned(), text.to_owned());
        deployment.operator.tell(&Event::Note { stack, text });
    };
    if stack.status.is_failed_creation() {
        note("its creation failed, and what is left of it counts as nothing");
        return Ok(None);
    }
    if stack.status.is_in_progress() {
        note("it is being changed, and is compared as it is becoming");
    }
    let template = cloud.template(&stack.id).await.map_err(failed)?;
    Ok(Some(There { stack, template }))
}

fn snapshots(
    targets: &[Target<'_>],
    there: &[Option<There>],
) -> std::result::Result<Vec<StackSnapshot>, Problems> {
    let pairs = targets.iter().zip(there);
    let snapshot = |(target, there): (&Target<'_>, &Option<There>)| {
        let There { stack, template } = there.as_ref()?;
        Some(snapshot(target, stack, template))
    };
    let found: Result<Vec<_>> = pairs.filter_map(snapshot).collect();
    found.map_err(|problem| vec![problem])
}

/// A stack that has `template`, beside the one of the app.
pub(super) fn snapshot(
    target: &Target<'_>,
    stack: &Stack,
    template: &str,
) -> Result<StackSnapshot> {
    let artifact = target.desired.artifact;
    let (tags, protection) = (stack.tags.clone(), stack.termination_protection);
    StackSnapshot::of_deployed(artifact, template, tags, protection)
        .map_err(|error| Problem::new(format!("{error:#}")))
}

/// What CloudFormation says of one stack; none when it is not asked.
async fn ask(
    deployment: &Deployment<'_>,
    targets: &[Target<'_>],
    there: &[Option<There>],
    index: usize,
    begun: &Begun,
) -> Result<Option<ChangeSetView>> {
    let (target, found) = (&targets[index], &there[index]);
    let (id, cloud) = (target.id(), &*target.cloud);
    let unasked = |text: String| {
        unasked(deployment, id, &text);
        Ok(None)
    };
    if let Some(There { stack, template }) = found {
        if target.desired.is_met_by(stack, template) {
            return Ok(None);
        }
        if !stack.status.takes_changes() {
            return unasked(format!("it is {}", stack.status));
        }
    }
    // CloudFormation reads outputs of other stacks when it makes the change set.
    let missing = target
        .waits_for
        .iter()
        .find(|&&other| there[other].is_none());
    if let Some(&missing) = missing {
        return unasked(format!(
            "it waits for `{}`, which is not there yet",
            targets[missing].id()
        ));
    }
    let failed = |error| Problem::of(id, &error);
    let stack = found.as_ref().map(|it| &it.stack);
    // What is in the way of a new stack: a shell that somebody else made, or a failed creation.
    let left = match stack {
        Some(_) => None,
        None => cloud.stack(target.name()).await.map_err(failed)?,
    };
    if let Some(left) = left
        .as_ref()
        .filter(|left| left.status.is_failed_creation())
    {
        return unasked(format!("it is {}, and is deleted first", left.status));
    }
    let has_shell = left.is_some_and(|left| left.status.is_review());
    let mut request = change_sets::request(&target.desired, deployment.settings, stack)?;
    // Its own name, so that it never is the change set that somebody planned.
    request.name = format!("{PREFIX}diff-{:016x}", fastrand::u64(..));
    begun
        .borrow_mut()
        .push(crate::cloudformation::ChangeSetRequest {
            template: TemplateSource::default(),
            // A stack that was there before stays.
            creates: request.creates && !has_shell,
            ..request.clone()
        });
    let bucket = || target.bucket.clone();
    Ok(Some(match change_sets::attempt(cloud, &bucket, &target.desired, request).await? {
        Ok(Made::Ready(made)) => {
            let values = cloud.change_set_with_values(&made.id, &made.stack_id);
            let values = values.await.map_err(failed)?;
            view(id, &values.unwrap_or(made))
        }
        Ok(Made::Empty) => ChangeSetView { stack: id.to_owned(), ..ChangeSetView::default() },
        Err(problem) => {
            let mut refusal = problem.text;
            for detail in &problem.details {
                refusal = format!("{refusal}; {detail}");
            }
            ChangeSetView {
                stack: id.to_owned(),
                refusal: Some(refusal),
                ..ChangeSetView::default()
            }
        }
    }))
}
