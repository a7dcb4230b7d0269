//! Rolls back what failed with its way back switched off.

use crate::{
    cloudformation::{RollbackRequest, Stack},
    deploy::{
        Approval, Deployment, Event, Problem, Problems, Result, Risk, Secrets, Settings,
        approval::approve,
        change_sets::PREFIX,
        diagnosis::diagnose,
        follow::Operation,
        runtime::{stopped_problem, unless_stopped},
        schedule::in_order,
        target::{Target, all, reversed},
        watched::watched,
    },
};

use super::{remedy::Recovery, run::is_good};

/// Rolls back the stacks that failed with their way back switched off. An error when there is none.
pub(crate) async fn roll_back(
    deployment: &Deployment<'_>,
) -> std::result::Result<Vec<Recovery>, Problems> {
    let one = |problem| vec![problem];
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let mut stacks = Vec::new();
    let mut others = Vec::new();
    for target in &targets {
        let found = target.cloud.stack(target.name()).await;
        let found = found.map_err(|error| vec![Problem::of(target.id(), &error)])?;
        let is_failed =
            |stack: &Stack| matches!(stack.status.as_str(), "CREATE_FAILED" | "UPDATE_FAILED");
        others.extend(
            found
                .iter()
                .filter(|stack| !is_failed(stack))
                .map(|stack| format!("`{}` is {}", target.id(), stack.status)),
        );
        stacks.push(found.filter(is_failed));
    }
    let ids = targets
        .iter()
        .zip(&stacks)
        .filter(|(_, stack)| stack.is_some());
    let ids: Vec<_> = ids.map(|(target, _)| target.id().to_owned()).collect();
    if ids.is_empty() {
        let problem = Problem::new("there is nothing to roll back");
        return Err(one(Problem { details: others, ..problem }.hint(
            "only what failed with `--no-rollback` can be rolled back; `cancel` stops an update, \
             `recover` helps a stack that is stuck, and an older version is deployed like any other",
        )));
    }
    let settings = Settings { approval: Approval::AnyChange, ..deployment.settings.clone() };
    for id in &ids {
        let text = "goes back to where it was before the failure".to_owned();
        deployment
            .operator
            .tell(&Event::Note { stack: id.clone(), text });
    }
    let question = format!("Roll back {} of `{}`?", ids.join(", "), settings.environment);
    let asked = approve(&settings, deployment.operator, Risk::Destructive, &question).await;
    asked.map_err(one)?;

    let waits_for = reversed(&targets);
    let (targets, stacks) = (&targets, &stacks);
    let work = |index: usize| async move {
        match &stacks[index] {
            Some(stack) => one_back(deployment, &targets[index], stack).await.map(Some),
            None => Ok(None),
        }
    };
    let work = in_order(&waits_for, settings.concurrency, work);
    let done = unless_stopped(settings.timeout, work).await;
    let done = done.map_err(|stopped| vec![stopped_problem(stopped)])?;
    Ok(all(done)?.into_iter().flatten().collect())
}

async fn one_back(
    deployment: &Deployment<'_>,
    target: &Target<'_>,
    stack: &Stack,
) -> Result<Recovery> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let failed = |error| Problem::of(id, &error);
    let token = format!("{PREFIX}rollback-{:x}", fastrand::u64(..));
    let request = RollbackRequest {
        stack: stack.id.clone(),
        token: token.clone(),
        role_arn: deployment.settings.role_arn.clone(),
        ..RollbackRequest::default()
    };
    cloud.roll_back(&request).await.map_err(failed)?;
    let operation = Operation { cloud, stack_id: &stack.id, token: Some(&token) };
    let outcome = watched(deployment.operator, target, operation, is_good).await?;
    if is_good(&outcome.status) {
        let after = Some(outcome.status.to_string());
        return Ok(Recovery { stack: id.to_owned(), before: stack.status.to_string(), after });
    }
    Err(diagnose(cloud, &target.desired, &outcome, &Secrets::default()).await)
}
