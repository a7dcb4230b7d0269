//! Goes the way out.

use crate::{
    cloudformation::{ChangeSetRequest, DeleteRequest, RollbackRequest, StackStatus},
    deploy::{
        Approval, Deployment, Problem, Problems, Result, Risk, Secrets, Settings,
        approval::approve,
        change_sets::{PREFIX, discard_shell},
        diagnosis::diagnose,
        follow::{Operation, Outcome},
        runtime::{stopped_problem, unless_stopped},
        schedule::in_order,
        target::{all, reversed},
        watched::watched,
    },
};

use super::{
    look::{StuckStack, look},
    remedy::{Recovery, Wishes},
    step::Step,
    stuck::Stuck,
};

/// Finds out what is wrong with the stacks, says so, and puts it right once somebody approves.
///
/// The stacks that something was wrong with, and how they are now.
pub(crate) async fn recover(
    deployment: &Deployment<'_>,
    wishes: &Wishes,
) -> std::result::Result<Vec<Recovery>, Problems> {
    let settings = deployment.settings;
    let flaws = wishes.flaws(&|id| deployment.assembly.stack(id).is_some());
    if !flaws.is_empty() {
        return Err(flaws.into_iter().map(Problem::new).collect());
    }
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let no_order = vec![Vec::new(); targets.len()];
    let find = |index: usize| look(deployment, &targets[index], wishes);
    let looked = unless_stopped(settings.timeout, in_order(&no_order, settings.concurrency, find));
    let looked = looked
        .await
        .map_err(|stopped| vec![stopped_problem(stopped)])?;
    let patients = all(looked)?;
    let ill: Vec<_> = patients.iter().flatten().collect();
    if ill.is_empty() {
        return Ok(Vec::new());
    }
    for patient in &ill {
        deployment.operator.tell(&patient.remedy.event());
    }
    let settings = Settings { approval: Approval::AnyChange, ..settings.clone() };
    let question = match ill.as_slice() {
        [only] => format!("Do this to `{}` of `{}`?", only.target.id(), settings.environment),
        _ => format!("Do this to {} stacks of `{}`?", ill.len(), settings.environment),
    };
    let asked = approve(&settings, deployment.operator, Risk::Destructive, &question).await;
    asked.map_err(|problem| vec![problem])?;

    let waits_for = reversed(&targets);
    let patients = &patients;
    let treat = |index: usize| async move {
        match &patients[index] {
            Some(patient) => patient.treat(deployment).await.map(Some),
            None => Ok(None),
        }
    };
    let work = in_order(&waits_for, settings.concurrency, treat);
    let done = unless_stopped(settings.timeout, work).await;
    let done = done.map_err(|stopped| vec![stopped_problem(stopped)])?;
    Ok(all(done)?.into_iter().flatten().collect())
}

impl StuckStack<'_, '_> {
    /// Takes the steps, those for a second try only if the first one failed.
    async fn treat(&self, deployment: &Deployment<'_>) -> Result<Recovery> {
        let mut last: Option<Outcome> = None;
        let steps = &self.remedy.steps;
        for (index, step) in steps.iter().enumerate() {
            let has_failed = last.as_ref().is_some_and(|it| !is_good(&it.status));
            if has_failed && !step.is_second_try() {
                break;
            }
            if 0 < index && !has_failed && step.is_second_try() {
                continue;
            }
            if let Some(outcome) = self.take(deployment, step).await? {
                last = Some(outcome);
            }
        }
        if let Some(outcome) = last.filter(|it| !is_good(&it.status)) {
            let (cloud, desired) = (&*self.target.cloud, &self.target.desired);
            return Err(diagnose(cloud, desired, &outcome, &Secrets::default()).await);
        }
        let failed = |error| Problem::of(self.target.id(), &error);
        let after = self
            .target
            .cloud
            .stack(&self.stack.id)
            .await
            .map_err(failed)?;
        let after = after.filter(|stack| !stack.status.is_deleted());
        Ok(Recovery {
            stack: self.target.id().to_owned(),
            before: self.remedy.status.clone(),
            after: after.map(|stack| stack.status.to_string()),
        })
    }

    async fn take(&self, deployment: &Deployment<'_>, step: &Step) -> Result<Option<Outcome>> {
        let (id, cloud) = (self.target.id(), &*self.target.cloud);
        let failed = |error| Problem::of(id, &error);
        let stack = self.stack.id.clone();
        let token = format!("{PREFIX}recover-{:x}", fastrand::u64(..));
        let role_arn = deployment.settings.role_arn.clone();
        let ids = |resources: &[Stuck]| resources.iter().map(|it| it.logical_id.clone()).collect();
        let deletion = DeleteRequest {
            stack: stack.clone(),
            token: token.clone(),
            role_arn: role_arn.clone(),
            ..DeleteRequest::default()
        };
        let rollback =
            RollbackRequest { stack, token: token.clone(), role_arn, ..RollbackRequest::default() };
        match step {
            Step::Discard(change_sets) => {
                for change_set in change_sets {
                    let answer = cloud.delete_change_set(change_set, &self.stack.id).await;
                    answer.map_err(failed)?;
                }
                return Ok(None);
            }
            Step::Unprotect => {
                let answer = cloud
                    .set_termination_protection(&self.stack.id, false)
                    .await;
                answer.map_err(failed)?;
                return Ok(None);
            }
            Step::Delete if self.stack.status.is_review() => {
                let stack = self.target.name().to_owned();
                let shell = ChangeSetRequest { stack, ..Default::default() };
                discard_shell(cloud, &shell).await.map_err(failed)?;
                return Ok(None);
            }
            Step::Delete => cloud.delete_stack(&deletion).await,
            Step::Retain(resources) => {
                cloud
                    .delete_stack(&DeleteRequest { retain: ids(resources), ..deletion })
                    .await
            }
            Step::Force => {
                cloud
                    .delete_stack(&DeleteRequest { forces: true, ..deletion })
                    .await
            }
            Step::RollBack => cloud.roll_back(&rollback).await,
            Step::Continue => cloud.continue_rollback(&rollback).await,
            Step::Skip(resources) => {
                let rollback = RollbackRequest { skip: ids(resources), ..rollback };
                cloud.continue_rollback(&rollback).await
            }
        }
        .map_err(failed)?;
        self.watch(deployment, &token).await.map(Some)
    }

    async fn watch(&self, deployment: &Deployment<'_>, token: &str) -> Result<Outcome> {
        let operation =
            Operation { cloud: &*self.target.cloud, stack_id: &self.stack.id, token: Some(token) };
        watched(deployment.operator, self.target, operation, is_good).await
    }
}

/// Whether a step led where it should.
pub(super) fn is_good(status: &StackStatus) -> bool {
    !status.as_str().ends_with("_FAILED")
}
