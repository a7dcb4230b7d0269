//! What a deployment does, by the same comparison that `diff` prints.

use crate::{
    assembly::StackSnapshot,
    cloudformation::ChangeSet,
    diff::{self, ChangeSetView, StackDifference},
};

use super::{
    Settings,
    change_set_view::view,
    deployed::snapshot,
    prepare::Prepared,
    survey::Found,
    target::{Stage, Target},
};

/// What differs between what is deployed and what is desired, with what it costs, in the order of
/// `subjects`. A stack whose deployed template can't be read is left out: CloudFormation alone says
/// what happens to it.
pub(super) fn preview<'a>(
    subjects: impl Iterator<Item = (&'a Target<'a>, &'a Found, Option<&'a ChangeSet>)>,
    settings: &Settings,
) -> Vec<Option<StackDifference>> {
    let mut places = Vec::new();
    let (mut before, mut after, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (target, found, change_set) in subjects {
        places.push(None);
        let Ok(desired) = StackSnapshot::of_artifact(target.desired.artifact) else { continue };
        if let (Some(stack), Some(template)) = (&found.stack, &found.template) {
            let Ok(deployed) = snapshot(target, stack, template) else { continue };
            before.push(deployed);
        }
        *places.last_mut().expect("just pushed") = Some(after.len());
        after.push(desired);
        // What is said of one step of the work on a stack is not true of the others.
        said.extend(
            change_set
                .filter(|_| target.stage == Stage::Main)
                .map(|it| view(target.id(), it)),
        );
    }
    let has_steps =
        |view: &ChangeSetView| 1 < after.iter().filter(|it| it.id == view.stack).count();
    said.retain(|view| !has_steps(view));
    let mut difference = diff::compare_with_change_sets(&before, &after, &said);
    diff::price(&mut difference, &before, &after, &settings.assumptions);
    let stacks = difference.stacks;
    places
        .into_iter()
        .map(|place| place.and_then(|place| stacks.get(place).cloned()))
        .collect()
}

/// Adds to each review what differs, with what CloudFormation said in the change sets.
pub(super) fn complete(targets: &[Target<'_>], prepared: &mut [Prepared], settings: &Settings) {
    let subjects = targets.iter().zip(&*prepared).map(|(target, it)| {
        let change_set = it.change_set.as_ref().map(|(_, change_set)| change_set);
        (target, &it.found, change_set)
    });
    let differences = preview(subjects, settings);
    for ((target, prepared), difference) in targets.iter().zip(prepared).zip(differences) {
        // Steps on the way do little, and CloudFormation says all of it.
        let is_main = target.stage == Stage::Main && target.desired.imports.is_empty();
        if let Some(review) = &mut prepared.review {
            review.difference = difference.filter(|_| is_main);
        }
    }
}
