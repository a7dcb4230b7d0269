//! Everything before the question: change sets, and what they will do.

use std::cell::RefCell;

use ecomind_constructs::template::Template;

use crate::{
    cloudformation::{ChangeSet, ChangeSetRequest, TemplateSource},
    diff::StackDifference,
};

use super::{
    Event, Operator, Problem, Result, Review, Settings,
    change_sets::{self, Made},
    desired::Desired,
    preview::{complete, preview},
    schedule::in_order,
    survey::{Found, Situation, mark_stale, survey},
    target::{Target, all, is_after},
};

/// A stack about which everything is known that can be before anything changes.
pub(super) struct Prepared {
    pub(super) found: Found,
    /// The change set that was made. Stacks that wait for another one that changes have none yet.
    pub(super) change_set: Option<(ChangeSetRequest, ChangeSet)>,
    /// What will happen; none when nothing does.
    pub(super) review: Option<Review>,
}

/// Looks at every stack, in no order.
pub(super) async fn survey_all(
    targets: &[Target<'_>],
    settings: &Settings,
    operator: &dyn Operator,
) -> std::result::Result<Vec<Found>, Vec<Problem>> {
    let no_order = vec![Vec::new(); targets.len()];
    let look = |index: usize| survey(&targets[index], settings, operator);
    let mut found = all(in_order(&no_order, settings.concurrency, look).await)?;
    mark_stale(targets, &mut found);
    Ok(found)
}

/// Makes what change sets can be made now, and says what will happen. When one can't be made, the
/// others are deleted again.
pub(super) async fn prepare(
    targets: &[Target<'_>],
    found: Vec<Found>,
    settings: &Settings,
    operator: &dyn Operator,
    begun: &Begun,
) -> std::result::Result<Vec<Prepared>, Vec<Problem>> {
    let no_order = vec![Vec::new(); targets.len()];
    let needs: Vec<bool> = found.iter().map(Found::needs_change_set).collect();
    let subjects = targets.iter().zip(&found);
    let foreseen = preview(subjects.map(|(target, found)| (target, found, None)), settings);
    let make = |index: usize| {
        let (target, found) = (&targets[index], &found[index]);
        let is_late = found.situation == Situation::Leftover
            || target.follows
            || is_after(targets, index, &|other| needs[other]);
        let late = is_late.then(|| late(target, found, foreseen[index].as_ref()));
        prepare_one(target, found, late, settings, operator, begun)
    };
    let results = in_order(&no_order, settings.concurrency, make).await;
    let mut problems = Vec::new();
    let mut prepared = Vec::new();
    for (mut found, result) in found.into_iter().zip(results) {
        match result {
            Some(Ok((change_set, review, is_empty))) => {
                if is_empty {
                    let has_settings = review.is_some();
                    found.situation =
                        if has_settings { Situation::SettingsOnly } else { Situation::Unchanged };
                }
                prepared.push(Prepared { found, change_set, review });
            }
            Some(Err(problem)) => problems.push(problem),
            None => {}
        }
    }
    if problems.is_empty() {
        complete(targets, &mut prepared, settings);
        return Ok(prepared);
    }
    let left = discard_begun(targets, begun).await;
    if let Some(last) = problems.last_mut() {
        last.details.extend(left);
    }
    Err(problems)
}

/// Deletes the change sets that were made. What is left all the same.
pub(super) async fn discard_all(targets: &[Target<'_>], prepared: &[Prepared]) -> Vec<String> {
    let mut left = Vec::new();
    for (target, prepared) in targets.iter().zip(prepared) {
        if let Some((request, _)) = &prepared.change_set {
            left.extend(change_sets::discard(&*target.cloud, request).await);
        }
    }
    left
}

/// Deletes the change sets that were begun, finished or not. What is left all the same.
pub(super) async fn discard_begun(targets: &[Target<'_>], begun: &Begun) -> Vec<String> {
    let mut left = Vec::new();
    for request in begun.take() {
        if let Some(target) = targets.iter().find(|target| target.name() == request.stack) {
            left.extend(change_sets::discard(&*target.cloud, &request).await);
        }
    }
    left
}

/// The requests that were sent, in case that somebody stops us before we know what came of them.
pub(super) type Begun = RefCell<Vec<ChangeSetRequest>>;

type One = (Option<(ChangeSetRequest, ChangeSet)>, Option<Review>, bool);

async fn prepare_one(
    target: &Target<'_>,
    found: &Found,
    late: Option<Review>,
    settings: &Settings,
    operator: &dyn Operator,
    begun: &Begun,
) -> Result<One> {
    let desired = &target.desired;
    let stack = found.stack.as_ref();
    let with_settings = |review: Review| {
        let existing = stack.filter(|stack| stack.status.takes_changes());
        review.with_settings(desired, existing, found.is_policy_current)
    };
    if found.situation == Situation::Unchanged {
        return Ok((None, None, false));
    }
    if found.situation == Situation::SettingsOnly {
        return Ok((None, Some(with_settings(Review::empty(desired, "update"))), false));
    }
    let operation = operation(desired, found.situation);
    let existing = stack.filter(|_| found.situation == Situation::Changed);
    let request = change_sets::request(desired, settings, existing)?;
    if let Some(review) = late {
        return Ok((None, Some(with_settings(review)), false));
    }
    // Its template is not needed to find it again, and may be large.
    let template = TemplateSource::default();
    begun
        .borrow_mut()
        .push(ChangeSetRequest { template, ..request.clone() });
    let bucket = || target.bucket.clone();
    match change_sets::make(&*target.cloud, &bucket, desired, request.clone()).await? {
        Made::Ready(change_set) => {
            operator.tell(&Event::Reviewing {
                stack: target.id().to_owned(),
                change_set: change_set.name.clone(),
            });
            let review = Review::of_change_set(desired, operation, &change_set);
            Ok((Some((request, change_set)), Some(with_settings(review)), false))
        }
        Made::Empty => {
            let review = with_settings(Review::empty(desired, operation));
            let review = (!review.settings.is_empty()).then_some(review);
            Ok((None, review, true))
        }
    }
}

/// What the templates say of a stack that waits for another one which changes.
pub(super) fn late(
    target: &Target<'_>,
    found: &Found,
    foreseen: Option<&StackDifference>,
) -> Review {
    let operation = operation(&target.desired, found.situation);
    let old = found.template.as_deref().map(Template::from_text);
    let old = old.and_then(std::result::Result::ok);
    match foreseen {
        Some(difference) => {
            Review::of_difference(&target.desired, operation, difference.clone(), old.as_ref())
        }
        None => Review::empty(&target.desired, operation),
    }
}

/// What people call it.
pub(super) fn operation(desired: &Desired<'_>, situation: Situation) -> &'static str {
    match situation {
        _ if !desired.imports.is_empty() => "import",
        Situation::New => "create",
        Situation::Leftover => "delete what a failed creation left, and create",
        _ => "update",
    }
}
