//! One stack, from its change set to its end.

use std::{cell::RefCell, time::Instant};

use indexmap::IndexMap;

use crate::cloudformation::{
    ChangeSet, ChangeSetRequest, DeleteRequest, ErrorKind, Execution, Stack,
};

use super::{
    Event, Operator, Problem, Result, Review, Risk, Secrets, Settings, StackReport, StackResult,
    approval::approve,
    change_sets::{self, Made},
    diagnosis::diagnose,
    follow::{Operation, Outcome},
    guard::guard,
    prepare::{Prepared, operation},
    preview::preview,
    resource_event::resource_event,
    survey::Situation,
    target::Target,
};

/// What the executions of all stacks share.
pub(super) struct Executor<'a> {
    pub(super) targets: &'a [Target<'a>],
    pub(super) prepared: &'a [Prepared],
    pub(super) settings: &'a Settings,
    pub(super) operator: &'a dyn Operator,
    pub(super) secrets: &'a Secrets,
    /// What was approved.
    pub(super) approved: Risk,
    /// Whether the outputs of a stack are not what they were.
    pub(super) has_new_outputs: &'a RefCell<Vec<bool>>,
}

impl Executor<'_> {
    /// Does what is to be done about the stack at `index`.
    pub(super) async fn execute(&self, index: usize) -> Result<StackReport> {
        let start = Instant::now();
        let (target, prepared) = (&self.targets[index], &self.prepared[index]);
        let stack = prepared.found.stack.as_ref();
        let before = stack.map(Stack::output_values).unwrap_or_default();
        let situation = prepared.found.situation;
        let id = target.id().to_owned();
        let report = |result, outputs| StackReport {
            stack: id.clone(),
            result,
            outputs,
            milliseconds: start.elapsed().as_millis(),
        };
        if situation == Situation::Leftover && !target.follows {
            self.delete_leftover(target, stack).await?;
        }
        let change_set = match &prepared.change_set {
            Some((request, change_set)) => Some((request.clone(), change_set.clone())),
            None if prepared.found.needs_change_set()
                || prepared.found.is_stale
                || self.reads_new_outputs(index) =>
            {
                self.make_late(target, prepared).await?
            }
            None => None,
        };
        let Some((request, change_set)) = change_set else {
            if prepared.review.is_none() || prepared.found.is_unchanged() {
                self.operator.tell(&Event::Unchanged { stack: id.clone() });
                return Ok(report(StackResult::Unchanged, before));
            }
            self.settle(index, stack, false).await?;
            return Ok(report(StackResult::Updated, before));
        };
        self.run(target, prepared, &request, &change_set, start)
            .await?;
        self.settle(index, stack, request.creates).await?;
        let failed = |error| Problem::of(&id, &error);
        let now = target.cloud.stack(target.name()).await.map_err(failed)?;
        let outputs: IndexMap<_, _> = now.as_ref().map(Stack::output_values).unwrap_or_default();
        self.has_new_outputs.borrow_mut()[index] = outputs != before;
        let result = if request.creates { StackResult::Created } else { StackResult::Updated };
        Ok(report(result, outputs))
    }

    /// Executes a change set and watches it.
    async fn run(
        &self,
        target: &Target<'_>,
        prepared: &Prepared,
        request: &ChangeSetRequest,
        change_set: &ChangeSet,
        start: Instant,
    ) -> Result<()> {
        let (id, cloud) = (target.id(), &*target.cloud);
        let failed = |error| Problem::of(id, &error);
        let stack_id = &change_set.stack_id;
        let is_relaxed = self.relax_policy(target, prepared, change_set).await?;
        self.operator.tell(&Event::Started {
            stack: id.to_owned(),
            operation: operation(&target.desired, prepared.found.situation),
            resources: change_set.changes.len(),
        });
        let token = request.name.clone();
        let execution = Execution {
            stack: stack_id.clone(),
            change_set: change_set.id.clone(),
            token: token.clone(),
            keeps_failure: self.settings.keeps_failure && !self.settings.express,
        };
        match cloud.execute_change_set(&execution).await {
            Err(error) if matches!(error.kind, ErrorKind::NotExecutable | ErrorKind::StackBusy) => {
                if is_relaxed {
                    self.restore_policy(stack_id, target, prepared).await?;
                }
                return Err(Problem::new(format!(
                    "`{id}` has changed since its change set was made: {}",
                    error.message
                ))
                .hint("run it again: it looks at what is there now"));
            }
            answer => answer.map_err(failed)?,
        }
        let operation = Operation { cloud, stack_id, token: Some(&token) };
        let tell = |event: &_| {
            self.operator
                .tell(&resource_event(id, &target.desired, event));
        };
        let outcome = operation.follow(&tell).await.map_err(failed)?;
        // A creation that failed is deleted, and that is no success either.
        let is_success = outcome.status.is_success() && !outcome.status.is_deleted();
        self.finished(id, &outcome, is_success, start);
        if is_success {
            return Ok(());
        }
        if is_relaxed {
            self.restore_policy(stack_id, target, prepared).await?;
        }
        Err(diagnose(cloud, &target.desired, &outcome, self.secrets).await)
    }

    fn finished(&self, id: &str, outcome: &Outcome, is_success: bool, start: Instant) {
        self.operator.tell(&Event::Finished {
            stack: id.to_owned(),
            status: outcome.status.to_string(),
            is_success,
            milliseconds: start.elapsed().as_millis(),
        });
    }

    /// Makes the change set of a stack that had to wait for another one. What it turns out to do
    /// beyond what was approved is asked for again.
    async fn make_late(
        &self,
        target: &Target<'_>,
        prepared: &Prepared,
    ) -> Result<Option<(ChangeSetRequest, ChangeSet)>> {
        let desired = &target.desired;
        let situation = prepared.found.situation;
        let is_there = !matches!(situation, Situation::New | Situation::Leftover);
        let existing = if target.follows {
            let now = target.cloud.stack(target.name()).await;
            now.map_err(|error| Problem::of(target.id(), &error))?
        } else {
            prepared.found.stack.clone().filter(|_| is_there)
        };
        let request = change_sets::request(desired, self.settings, existing.as_ref())?;
        let bucket = || target.bucket.clone();
        let made = change_sets::make(&*target.cloud, &bucket, desired, request.clone()).await?;
        let Made::Ready(change_set) = made else { return Ok(None) };
        let mut review = Review::of_change_set(desired, operation(desired, situation), &change_set);
        let subject = (target, &prepared.found, Some(&change_set));
        let difference = preview([subject].into_iter(), self.settings);
        review.difference = difference.into_iter().next().flatten();
        let risk = review.risk();
        let reviews = [review];
        let mut allowed = guard(reviews.iter(), &self.settings.allow_replace);
        if allowed.is_ok() && self.approved < risk {
            self.operator.show(&reviews);
            let question =
                format!("This is more than was to be seen before. Change `{}`?", target.id());
            allowed = approve(self.settings, self.operator, risk, &question).await;
        }
        if let Err(mut problem) = allowed {
            problem
                .details
                .extend(change_sets::discard(&*target.cloud, &request).await);
            return Err(problem);
        }
        Ok(Some((request, change_set)))
    }

    /// Whether it reads outputs of a stack whose outputs have changed. CloudFormation reads them
    /// when a stack is updated, and at no other time.
    fn reads_new_outputs(&self, index: usize) -> bool {
        let target = &self.targets[index];
        let has_new_outputs = self.has_new_outputs.borrow();
        target.reads_outputs() && target.waits_for.iter().any(|&other| has_new_outputs[other])
    }

    /// Lets the resources be replaced that are allowed to be. Whether it had to.
    async fn relax_policy(
        &self,
        target: &Target<'_>,
        prepared: &Prepared,
        change_set: &ChangeSet,
    ) -> Result<bool> {
        let id = target.id();
        let is_allowed = |name: &String| name.split_once('.').is_some_and(|(stack, _)| stack == id);
        let allowed: Vec<_> = self
            .settings
            .allow_replace
            .iter()
            .filter(|it| is_allowed(it))
            .collect();
        if allowed.is_empty() || prepared.found.policy.is_none() {
            return Ok(false);
        }
        let policy = target
            .desired
            .policy(&self.settings.allow_replace)
            .to_string();
        let answer = target
            .cloud
            .set_stack_policy(&change_set.stack_id, &policy)
            .await;
        answer.map_err(|error| Problem::of(id, &error))?;
        Ok(true)
    }

    /// Gives the stack the policy back that it had.
    async fn restore_policy(
        &self,
        stack_id: &str,
        target: &Target<'_>,
        prepared: &Prepared,
    ) -> Result<()> {
        let Some(policy) = &prepared.found.policy else { return Ok(()) };
        let answer = target.cloud.set_stack_policy(stack_id, policy).await;
        answer.map_err(|error| Problem::of(target.id(), &error))
    }

    /// Gives the stack its policy and its protection.
    async fn settle(&self, index: usize, stack: Option<&Stack>, is_new: bool) -> Result<()> {
        let target = &self.targets[index];
        let (cloud, name) = (&*target.cloud, target.name());
        let failed = |error| Problem::of(target.id(), &error);
        let policy = target.desired.policy(&[]);
        // A step before this one may have made the stack.
        let is_current = !is_new
            && !target.follows
            && self.prepared[index].found.is_policy_current
            && self.settings.allow_replace.is_empty();
        let denies = policy["Statement"]
            .as_array()
            .is_some_and(|it| 1 < it.len());
        if !is_current && (denies || !is_new) {
            cloud
                .set_stack_policy(name, &policy.to_string())
                .await
                .map_err(failed)?;
        }
        let wanted = target.desired.artifact.termination_protection;
        let has = stack.is_some_and(|stack| !is_new && stack.termination_protection);
        if wanted != has {
            cloud
                .set_termination_protection(name, wanted)
                .await
                .map_err(failed)?;
        }
        Ok(())
    }

    async fn delete_leftover(&self, target: &Target<'_>, stack: Option<&Stack>) -> Result<()> {
        let Some(stack) = stack else { return Ok(()) };
        let failed = |error| Problem::of(target.id(), &error);
        let token = format!("{}delete-{:x}", change_sets::PREFIX, fastrand::u64(..));
        let request = DeleteRequest {
            stack: stack.id.clone(),
            token: token.clone(),
            role_arn: self.settings.role_arn.clone(),
            ..DeleteRequest::default()
        };
        target.cloud.delete_stack(&request).await.map_err(failed)?;
        let operation =
            Operation { cloud: &*target.cloud, stack_id: &stack.id, token: Some(&token) };
        let tell = |event: &_| {
            self.operator
                .tell(&resource_event(target.id(), &target.desired, event));
        };
        let outcome = operation.follow(&tell).await.map_err(failed)?;
        if outcome.status.is_deleted() {
            return Ok(());
        }
        Err(diagnose(&*target.cloud, &target.desired, &outcome, self.secrets).await)
    }
}
