//! What a stack is, beside what it should be.

use crate::cloudformation::{Stack, StackStatus};

use super::{
    Deployment, Event, OnBusy, Operator, Problem, Result, Settings, change_sets::PREFIX,
    follow::Operation, resource_event::resource_event, stack_policy, target::Target,
};

/// A stack as it is.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) situation: Situation,
    /// None when there is none.
    pub(super) stack: Option<Stack>,
    /// The template that is deployed.
    pub(super) template: Option<String>,
    /// The policy that it has.
    pub(super) policy: Option<String>,
    /// Whether that is the one that it should have.
    pub(super) is_policy_current: bool,
    /// Whether a stack whose outputs it reads has changed since it was deployed itself, so that it
    /// may have old values.
    pub(super) is_stale: bool,
}

/// What there is to do about a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Situation {
    /// It is to be created.
    New,
    /// What a failed creation has left is to be deleted, then it is to be created.
    Leftover,
    /// It is as it should be.
    Unchanged,
    /// Only what needs no change set differs: the policy, the protection.
    SettingsOnly,
    Changed,
}

impl Found {
    /// Takes the stack to have the template `template` once an earlier step is done, and says what
    /// there is to do then.
    pub(super) fn foresee(&mut self, target: &Target<'_>, settings: &Settings, template: String) {
        self.situation = match &self.stack {
            Some(stack) if stack.status.takes_changes() => {
                situation(target, settings, stack, &template, self.is_policy_current)
            }
            _ => Situation::Changed,
        };
        self.template = Some(template);
    }

    /// Whether there is anything to do.
    pub(super) fn is_unchanged(&self) -> bool {
        self.situation == Situation::Unchanged
    }

    /// Whether its resources or tags change, so that those who read from it must wait.
    pub(super) fn needs_change_set(&self) -> bool {
        matches!(self.situation, Situation::New | Situation::Leftover | Situation::Changed)
    }
}

/// Looks at the stack of `target`. One that is being changed is waited for, if we may.
pub(super) async fn survey(
    target: &Target<'_>,
    settings: &Settings,
    operator: &dyn Operator,
) -> Result<Found> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let failed = |error| Problem::of(id, &error);
    let stack = loop {
        match cloud.stack(target.name()).await.map_err(failed)? {
            Some(stack) if stack.status.is_in_progress() => {
                wait(target, &stack, settings, operator).await?;
            }
            found => break found.filter(|stack| !stack.status.is_deleted()),
        }
    };
    let nothing = |situation, stack| Found {
        situation,
        stack,
        template: None,
        policy: None,
        is_policy_current: true,
        is_stale: false,
    };
    let Some(stack) = stack else { return Ok(nothing(Situation::New, None)) };
    if stack.status.is_review() {
        return Ok(nothing(Situation::New, Some(stack)));
    }
    if stack.status.is_failed_creation() {
        return Ok(nothing(Situation::Leftover, Some(stack)));
    }
    if !stack.status.takes_changes() {
        return Err(stuck(id, &stack.status));
    }
    let (template, policy) = tokio::join!(cloud.template(&stack.id), cloud.stack_policy(&stack.id));
    let (template, policy) = (template.map_err(failed)?, policy.map_err(failed)?);
    let wanted = target.desired.policy(&[]);
    let is_policy_current = stack_policy::is_current(policy.as_deref(), &wanted);
    let situation = situation(target, settings, &stack, &template, is_policy_current);
    let (stack, template) = (Some(stack), Some(template));
    Ok(Found { situation, stack, template, policy, is_policy_current, is_stale: false })
}

/// What there is to do about a stack that has the template `template`.
fn situation(
    target: &Target<'_>,
    settings: &Settings,
    stack: &Stack,
    template: &str,
    is_policy_current: bool,
) -> Situation {
    let desired = &target.desired;
    let is_role = settings.role_arn.is_none() || settings.role_arn == stack.role_arn;
    let is_told = settings.notification_arns.is_empty()
        || settings.notification_arns == stack.notification_arns;
    let is_whole = !stack.status.as_str().ends_with("_FAILED");
    let is_met = desired.is_met_by(stack, template) && is_role && is_told && is_whole;
    let is_protected = stack.termination_protection == desired.artifact.termination_protection;
    match () {
        () if !is_met => Situation::Changed,
        () if is_policy_current && is_protected => Situation::Unchanged,
        () => Situation::SettingsOnly,
    }
}

/// Marks the stacks that may have old values of the outputs that they read. CloudFormation reads
/// them when a stack is updated, so that a deployment that ended between two stacks leaves the
/// second one behind; so does one of the first stack alone.
pub(super) fn mark_stale(targets: &[Target<'_>], found: &mut [Found]) {
    let changed = |found: &Found| found.stack.as_ref().map(|stack| stack.changed);
    for (index, target) in targets
        .iter()
        .enumerate()
        .filter(|(_, it)| it.reads_outputs())
    {
        let own = changed(&found[index]);
        let is_newer = |&other: &usize| own < changed(&found[other]);
        found[index].is_stale = own.is_some() && target.waits_for.iter().any(is_newer);
    }
}

/// Waits until nobody changes the stack any more. What we ourselves began before is waited for in
/// any case.
pub(super) async fn wait(
    target: &Target<'_>,
    stack: &Stack,
    settings: &Settings,
    operator: &dyn Operator,
) -> Result<()> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let failed = |error| Problem::of(id, &error);
    if settings.on_busy == OnBusy::Fail && !is_ours(target, stack).await? {
        return Err(Problem::new(format!("`{id}` is being changed: {}", stack.status)).hint(
            "wait for it with `--on-busy wait`, watch it with `attach`, or stop it with `cancel`",
        ));
    }
    let status = stack.status.to_string();
    operator.tell(&Event::Waiting { stack: id.to_owned(), status });
    let operation = Operation { cloud, stack_id: &stack.id, token: None };
    let tell = |event: &_| operator.tell(&resource_event(id, &target.desired, event));
    operation.follow(&tell).await.map_err(failed)?;
    Ok(())
}

/// The stack, once nobody changes it any more; none when it is not there.
pub(super) async fn settled(
    deployment: &Deployment<'_>,
    target: &Target<'_>,
) -> Result<Option<Stack>> {
    loop {
        let found = target.cloud.stack(target.name()).await;
        match found.map_err(|error| Problem::of(target.id(), &error))? {
            Some(stack) if stack.status.is_in_progress() => {
                wait(target, &stack, deployment.settings, deployment.operator).await?;
            }
            found => return Ok(found),
        }
    }
}

async fn is_ours(target: &Target<'_>, stack: &Stack) -> Result<bool> {
    let count = std::cell::Cell::new(0);
    let is_first = |_: &_| count.replace(count.get() + 1) == 0;
    let events = target.cloud.events(&stack.id, &is_first).await;
    let events = events.map_err(|error| Problem::of(target.id(), &error))?;
    let token = events.first().and_then(|event| event.token.as_deref());
    Ok(token.is_some_and(|token| token.starts_with(PREFIX)))
}

fn stuck(id: &str, status: &StackStatus) -> Problem {
    let problem = Problem::new(format!("`{id}` can't be deployed: it is {status}"));
    match status.as_str() {
        "DELETE_FAILED" => problem.hint("delete what is left with `destroy`, or with `recover`"),
        _ => problem.hint("find the way out with `recover`: it says what it will do, and asks"),
    }
}
