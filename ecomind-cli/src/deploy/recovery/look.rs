//! What is wrong with a stack.

use serde_json::Value;

use crate::{
    cloudformation::{ChangeSet, Stack},
    deploy::{
        Deployment, Problem, Result, desired::is_stateful, diagnosis::first_failure, survey,
        target::Target,
    },
};

use super::{
    remedy::{Remedy, Wishes},
    step::Step,
    stuck::{Stuck, find_stuck, last_operation},
};

/// A stack that something is wrong with.
pub(super) struct StuckStack<'t, 'a> {
    pub(super) target: &'t Target<'a>,
    pub(super) stack: Stack,
    pub(super) remedy: Remedy,
}

/// Looks at a stack; none when nothing is wrong with it. One that is being changed is waited for.
pub(super) async fn look<'t, 'a>(
    deployment: &Deployment<'_>,
    target: &'t Target<'a>,
    wishes: &Wishes,
) -> Result<Option<StuckStack<'t, 'a>>> {
    let failed = |error| Problem::of(target.id(), &error);
    let stack = loop {
        match target.cloud.stack(target.name()).await.map_err(failed)? {
            Some(stack) if stack.status.is_in_progress() => {
                survey::wait(target, &stack, deployment.settings, deployment.operator).await?;
            }
            found => break found.filter(|stack| !stack.status.is_deleted()),
        }
    };
    let Some(stack) = stack else { return Ok(None) };
    let (why, steps) = diagnosis(target, &stack, wishes).await?;
    if steps.is_empty() {
        return Ok(None);
    }
    let remedy =
        Remedy { stack: target.id().to_owned(), status: stack.status.to_string(), why, steps };
    Ok(Some(StuckStack { target, stack, remedy }))
}

type Diagnosis = (Vec<String>, Vec<Step>);

async fn diagnosis(target: &Target<'_>, stack: &Stack, wishes: &Wishes) -> Result<Diagnosis> {
    let status = stack.status.as_str();
    if stack.status.is_review() {
        return reviewed(target, stack).await;
    }
    if let "UPDATE_ROLLBACK_FAILED" = status {
        return way_back(target, stack, wishes).await;
    }
    if let "ROLLBACK_FAILED" | "DELETE_FAILED" = status {
        return deletion(target, stack, wishes).await;
    }
    if let "ROLLBACK_COMPLETE" | "CREATE_FAILED" | "UPDATE_FAILED" = status {
        return failed_operation(target, stack).await;
    }
    if stack.status.takes_changes() {
        return broken_change_sets(target, stack).await;
    }
    Err(no_way(target, stack).await?)
}

/// There is no call that leads out of these, such as `IMPORT_ROLLBACK_FAILED`.
async fn no_way(target: &Target<'_>, stack: &Stack) -> Result<Problem> {
    let (id, status) = (target.id(), &stack.status);
    let resources = find_stuck(target, stack).await?;
    let mut problem = Problem::new(format!("`{id}` is {status}, and no call leads out of that"));
    problem.details = resources.iter().map(Stuck::sentence).collect();
    Ok(problem.hint(
        "mend what is said there, and ask AWS's support to set the stack back: it is left as it is",
    ))
}

/// A shell that change sets were made for.
async fn reviewed(target: &Target<'_>, stack: &Stack) -> Result<Diagnosis> {
    let failed = |error| Problem::of(target.id(), &error);
    let change_sets = target.cloud.change_sets(&stack.id).await.map_err(failed)?;
    let mut why = vec![
        "change sets were made for a new stack, and none was executed: it holds nothing".to_owned(),
    ];
    for id in &change_sets {
        let found = target
            .cloud
            .change_set(id, &stack.id)
            .await
            .map_err(failed)?;
        if let Some(ready) = found.filter(ChangeSet::is_ready) {
            why.push(format!(
                "`{}` could still be executed: a file of `plan` may count on it",
                ready.name
            ));
        }
    }
    let mut steps = Vec::new();
    if !change_sets.is_empty() {
        steps.push(Step::Discard(change_sets));
    }
    steps.extend(deleted(stack));
    Ok((why, steps))
}

/// An update whose way back failed.
async fn way_back(target: &Target<'_>, stack: &Stack, wishes: &Wishes) -> Result<Diagnosis> {
    let mut why = vec!["an update failed, and so did the way back".to_owned()];
    let resources = find_stuck(target, stack).await?;
    why.extend(resources.iter().map(Stuck::sentence));
    let skipped = wishes.skipped(target.id());
    let steps = match (skipped.is_empty(), resources.is_empty()) {
        (false, _) => vec![Step::Skip(skipped)],
        (true, true) => vec![Step::Continue],
        (true, false) => vec![Step::Continue, Step::Skip(resources)],
    };
    Ok((why, steps))
}

/// A deletion, or the deletion of what a failed creation had made, that failed.
async fn deletion(target: &Target<'_>, stack: &Stack, wishes: &Wishes) -> Result<Diagnosis> {
    let what = if stack.status.as_str() == "DELETE_FAILED" {
        "its deletion failed"
    } else {
        "its creation failed, and what was made could not be deleted"
    };
    let mut why = vec![what.to_owned()];
    let resources = find_stuck(target, stack).await?;
    why.extend(resources.iter().map(Stuck::sentence));
    why.extend(data(target, stack).await?);
    let mut steps: Vec<Step> = deleted(stack).collect();
    let retained = wishes.retained(target.id());
    if wishes.forces {
        steps.push(Step::Force);
    } else if !retained.is_empty() {
        steps.push(Step::Retain(retained));
    } else if !resources.is_empty() {
        steps.push(Step::Retain(resources));
    }
    Ok((why, steps))
}

/// A creation or an update that failed, with or without its way back.
async fn failed_operation(target: &Target<'_>, stack: &Stack) -> Result<Diagnosis> {
    let failed = |error| Problem::of(target.id(), &error);
    let (what, steps) = match stack.status.as_str() {
        "ROLLBACK_COMPLETE" => {
            let what = "its creation failed and was undone: what remains can only be deleted";
            (what, deleted(stack).collect())
        }
        "CREATE_FAILED" => {
            let what = "its creation failed, and what was made stays, as asked for: instead of \
                        this, one may correct it and deploy again";
            (what, [Step::RollBack].into_iter().chain(deleted(stack)).collect())
        }
        _ => {
            let what = "an update failed, and what was done stays, as asked for: instead of this, \
                        one may correct it and deploy again";
            (what, vec![Step::RollBack])
        }
    };
    let mut why = vec![what.to_owned()];
    let mut events = last_operation(&*target.cloud, stack)
        .await
        .map_err(failed)?;
    events.reverse();
    why.extend(first_failure(&events).map(|event| {
        let element = target.desired.element(&event.logical_id);
        let name =
            element.map_or_else(|| event.logical_id.clone(), |element| element.path.to_string());
        let reason = event.reason.as_deref().unwrap_or("no reason was given");
        format!("`{name}`: {}", reason.trim_end_matches('.'))
    }));
    if stack.status.as_str() == "CREATE_FAILED" {
        why.extend(data(target, stack).await?);
    }
    Ok((why, steps))
}

/// A stack that is whole, with change sets that can't be executed. Those that can are somebody's.
async fn broken_change_sets(target: &Target<'_>, stack: &Stack) -> Result<Diagnosis> {
    let failed = |error| Problem::of(target.id(), &error);
    let mut broken = Vec::new();
    for id in target.cloud.change_sets(&stack.id).await.map_err(failed)? {
        let found = target
            .cloud
            .change_set(&id, &stack.id)
            .await
            .map_err(failed)?;
        let is_of_use = |it: &ChangeSet| it.is_ready() || it.is_executed() || it.is_in_progress();
        if found.is_some_and(|it| !is_of_use(&it)) {
            broken.push(id);
        }
    }
    if broken.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let why = "the stack is whole, and has change sets that can't be executed any more";
    Ok((vec![why.to_owned()], vec![Step::Discard(broken)]))
}

fn deleted(stack: &Stack) -> impl Iterator<Item = Step> + use<> {
    let unprotect = stack.termination_protection.then_some(Step::Unprotect);
    unprotect.into_iter().chain([Step::Delete])
}

/// Resources with data that go when the stack goes.
async fn data(target: &Target<'_>, stack: &Stack) -> Result<Vec<String>> {
    let failed = |error| Problem::of(target.id(), &error);
    let template = target.cloud.template(&stack.id).await.map_err(failed)?;
    let template: Value = serde_json::from_str(&template).unwrap_or_default();
    let resources = target.cloud.resources(&stack.id).await.map_err(failed)?;
    let at_risk = resources.into_iter().filter_map(|resource| {
        let policy = template["Resources"][&resource.logical_id]["DeletionPolicy"].as_str();
        let is_kept = matches!(policy, Some("Retain"));
        let physical = resource.physical_id.filter(|it| !it.is_empty())?;
        let is_lost = is_stateful(&resource.resource_type)
            && !is_kept
            && resource.status != "DELETE_COMPLETE";
        is_lost.then(|| {
            format!("DATA AT RISK: `{}` ({physical}) is deleted with it", resource.logical_id)
        })
    });
    Ok(at_risk.collect())
}
