//! Deletes stacks, those that others wait for last.

use std::time::Instant;

use ecomind_constructs::template::Template;
use serde_json::{Map, Value};

use crate::{
    assembly::StackSnapshot,
    assumptions::Assumptions,
    cloudformation::{DeleteRequest, Stack},
    diff,
};

use super::{
    Approval, Deployment, Event, Problem, Problems, Result, Review, Risk, Secrets, Settings,
    approval::approve,
    as_deployed,
    change_sets::{self, Made, PREFIX, digest},
    contents::{Contents, contents},
    diagnosis::diagnose,
    follow::Operation,
    resource_event::resource_event,
    runtime::{stopped_problem, unless_stopped},
    schedule::in_order,
    survey,
    target::{Target, all, reversed},
};

/// What is gone, and what stays.
#[derive(Debug, Default)]
pub(crate) struct Destroyed {
    /// The ids of the stacks that were deleted.
    pub(crate) stacks: Vec<String>,
    /// What stays, and belongs to no stack any more: `Stack.LogicalId (physical id)`.
    pub(crate) retained: Vec<String>,
}

/// A stack that is there.
struct Doomed<'t, 'a> {
    target: &'t Target<'a>,
    stack: Stack,
    /// None where there is none, or none that can be read.
    template: Option<Template>,
    contents: Contents,
}

/// Deletes the stacks. `retain` are resources that stay, as `Stack.LogicalId`; `empties` says
/// whether buckets are emptied without a question.
pub(crate) async fn destroy(
    deployment: &Deployment<'_>,
    retain: &[String],
    empties: bool,
) -> std::result::Result<Destroyed, Problems> {
    let one = |problem| vec![problem];
    let settings = deployment.settings;
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let no_order = vec![Vec::new(); targets.len()];
    let find = |index: usize| find(deployment, &targets[index], retain);
    let doomed = all(in_order(&no_order, settings.concurrency, find).await)?;
    if doomed.iter().all(Option::is_none) {
        return Ok(Destroyed::default());
    }
    let there: Vec<_> = doomed.iter().flatten().collect();
    check_retained(&targets, &doomed, retain).map_err(one)?;
    let reviews: Vec<_> = there
        .iter()
        .map(|it| it.review(&settings.assumptions))
        .collect();
    deployment.operator.show(&reviews);
    ask(deployment, &there, empties).await.map_err(one)?;

    let waits_for = reversed(&targets);
    let doomed = &doomed;
    let delete = |index: usize| async move {
        match &doomed[index] {
            Some(doomed) => doomed.delete(deployment, retain).await.map(Some),
            None => Ok(None),
        }
    };
    let work = in_order(&waits_for, settings.concurrency, delete);
    let results = match unless_stopped(settings.timeout, work).await {
        Ok(results) => results,
        Err(stopped) => return Err(vec![stopped_problem(stopped)]),
    };
    let mut destroyed = Destroyed::default();
    for (stack, retained) in all(results)?.into_iter().flatten() {
        destroyed.stacks.push(stack);
        destroyed.retained.extend(retained);
    }
    Ok(destroyed)
}

async fn find<'t, 'a>(
    deployment: &Deployment<'_>,
    target: &'t Target<'a>,
    retain: &[String],
) -> Result<Option<Doomed<'t, 'a>>> {
    let id = target.id();
    let failed = |error| Problem::of(id, &error);
    let stack = loop {
        match target.cloud.stack(target.name()).await.map_err(failed)? {
            Some(stack) if stack.status.is_in_progress() => {
                survey::wait(target, &stack, deployment.settings, deployment.operator).await?;
            }
            found => break found.filter(|stack| !stack.status.is_deleted()),
        }
    };
    let Some(stack) = stack else { return Ok(None) };
    if stack.termination_protection {
        return Err(Problem::new(format!("`{id}` is protected from deletion")).hint(
            "take `termination_protection` from the stack in the app, and deploy that first",
        ));
    }
    let template = if stack.status.is_review() {
        None
    } else {
        let text = target.cloud.template(&stack.id).await.map_err(failed)?;
        Template::from_text(&text).ok()
    };
    let contents = contents(target, &stack, template.as_ref(), retain).await?;
    Ok(Some(Doomed { target, stack, template, contents }))
}

/// A name that is nobody's, as of a resource that is spelled otherwise, would keep nothing. Of a
/// stack that is gone already, as when this is done again, nothing is left to keep.
fn check_retained(
    targets: &[Target<'_>],
    doomed: &[Option<Doomed<'_, '_>>],
    retain: &[String],
) -> Result<()> {
    for name in retain {
        let is_known = name.split_once('.').is_some_and(|(stack, resource)| {
            let mut both = targets.iter().zip(doomed);
            both.any(|(target, it)| {
                target.id() == stack && it.as_ref().is_none_or(|it| it.has(resource))
            })
        });
        if !is_known {
            let stacks: Vec<_> = targets.iter().map(Target::id).collect();
            return Err(Problem::new(format!(
                "`--retain` must name a deployed resource of a stack that is deleted ({}) as \
                 `Stack.LogicalId`, got `{name}`",
                stacks.join(", "),
            )));
        }
    }
    Ok(())
}

/// Asks for the stacks, and then for what is in their buckets.
async fn ask(deployment: &Deployment<'_>, there: &[&Doomed<'_, '_>], empties: bool) -> Result<()> {
    let settings = Settings { approval: Approval::AnyChange, ..deployment.settings.clone() };
    let environment = &settings.environment;
    let question = match there {
        [only] => format!("Delete `{}` of `{environment}`?", only.target.id()),
        _ => format!("Delete these {} stacks of `{environment}`?", there.len()),
    };
    approve(&settings, deployment.operator, Risk::Destructive, &question).await?;
    let full: Vec<_> = there
        .iter()
        .flat_map(|it| &it.contents.full_buckets)
        .collect();
    if full.is_empty() || empties {
        return Ok(());
    }
    let mut problem = Problem::new("buckets hold objects, and only empty buckets can be deleted")
        .hint("empty them with `--empty-buckets`, or keep them with `--retain Stack.LogicalId`");
    for (bucket, count) in &full {
        problem
            .details
            .push(format!("`{bucket}`: {count} objects and versions"));
        let text = format!("bucket `{bucket}` holds {count} objects and versions");
        deployment
            .operator
            .tell(&Event::Note { stack: String::new(), text });
    }
    let settings = Settings { is_approved: false, ..settings };
    let question = "Delete what is in these buckets, too, for good?";
    match approve(&settings, deployment.operator, Risk::Destructive, question).await {
        Err(refusal) if refusal.kind == super::ProblemKind::Failure => Err(problem),
        answer => answer,
    }
}

impl Doomed<'_, '_> {
    fn has(&self, logical_id: &str) -> bool {
        let template = self.template.as_ref();
        template.is_some_and(|it| it.resource(logical_id).is_some())
    }

    fn review(&self, assumptions: &Assumptions) -> Review {
        let old = self.template.clone().unwrap_or_default();
        let before = StackSnapshot::of_template(self.target.id(), old.clone());
        let mut difference = diff::compare(std::slice::from_ref(&before), &[]);
        diff::price(&mut difference, &[before], &[], assumptions);
        let mut stack = difference.stacks.remove(0);
        // Here somebody deletes it.
        let is_other = |finding: &diff::Finding| finding.kind != diff::FindingKind::RemovedStack;
        let left: Vec<_> = stack
            .findings
            .iter()
            .filter(|it| !is_other(it))
            .cloned()
            .collect();
        stack.findings.retain(is_other);
        for (_, reason) in &mut stack.risk.reasons {
            if left.iter().any(|finding| finding.text == *reason) {
                "the stack is deleted".clone_into(reason);
            }
        }
        Review::of_deletion(&self.target.desired, stack, &old)
    }

    /// Deletes the stack, and gives its id and what is left.
    async fn delete(
        &self,
        deployment: &Deployment<'_>,
        retain: &[String],
    ) -> Result<(String, Vec<String>)> {
        let (start, id) = (Instant::now(), self.target.id());
        let cloud = &*self.target.cloud;
        let failed = |error| Problem::of(id, &error);
        self.keep(deployment, retain).await?;
        for (bucket, _) in &self.contents.full_buckets {
            cloud.empty_bucket(bucket).await.map_err(failed)?;
        }
        deployment.operator.tell(&Event::Started {
            stack: id.to_owned(),
            operation: "delete",
            resources: self.contents.resources,
        });
        let mark = digest(&format!("{} {}", self.stack.id, self.stack.changed));
        let token = format!("{PREFIX}delete-{}", &mark[..24]);
        let request = DeleteRequest {
            stack: self.stack.id.clone(),
            token: token.clone(),
            role_arn: deployment.settings.role_arn.clone(),
            express: deployment.settings.express,
            ..DeleteRequest::default()
        };
        cloud.delete_stack(&request).await.map_err(failed)?;
        let operation = Operation { cloud, stack_id: &self.stack.id, token: Some(&token) };
        let desired = &self.target.desired;
        let tell = |event: &_| {
            deployment
                .operator
                .tell(&resource_event(id, desired, event));
        };
        let outcome = operation.follow(&tell).await.map_err(failed)?;
        deployment.operator.tell(&Event::Finished {
            stack: id.to_owned(),
            status: outcome.status.to_string(),
            is_success: outcome.status.is_deleted(),
            milliseconds: start.elapsed().as_millis(),
        });
        if outcome.status.is_deleted() {
            return Ok((id.to_owned(), self.contents.retained.clone()));
        }
        Err(diagnose(cloud, desired, &outcome, &Secrets::default()).await)
    }

    /// Lets go of what is to stay: an update that changes nothing but `DeletionPolicy`, which is
    /// what a deletion goes by.
    async fn keep(&self, deployment: &Deployment<'_>, retain: &[String]) -> Result<()> {
        let id = self.target.id();
        let names = retain.iter().filter_map(|it| it.split_once('.'));
        let kept: Vec<&str> = names
            .filter(|(stack, _)| *stack == id)
            .map(|it| it.1)
            .collect();
        let (Some(template), false) = (&self.template, kept.is_empty()) else { return Ok(()) };
        let mut template: Map<String, Value> = template.root().clone();
        for name in kept {
            template["Resources"][name]["DeletionPolicy"] = "Retain".into();
        }
        let role_arn = deployment.settings.role_arn.clone();
        let text = Value::Object(template).to_string();
        let request = as_deployed::request(self.target, &self.stack, &text, role_arn, Vec::new());
        let bucket = || self.target.bucket.clone();
        let cloud = &*self.target.cloud;
        match change_sets::make(cloud, &bucket, &self.target.desired, request).await? {
            Made::Ready(it) => as_deployed::execute(deployment, self.target, &it, "keep").await,
            Made::Empty => Ok(()),
        }
    }
}
