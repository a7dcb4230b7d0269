//! What a deployment does, by the same comparison that `diff` prints.

use crate::{
    assembly::StackSnapshot,
    cloudformation::ChangeSet,
    diff::{self, Difference},
};

use super::{
    Settings, deployed::snapshot, prepare::Prepared, survey::Found, target::Target, told::told,
};

/// What differs between what is deployed and what is desired, with what it costs. A stack whose
/// deployed template can't be read is left out: CloudFormation alone says what happens to it.
pub(super) fn preview<'a>(
    subjects: impl Iterator<Item = (&'a Target<'a>, &'a Found, Option<&'a ChangeSet>)>,
    settings: &Settings,
) -> Difference {
    let (mut before, mut after, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (target, found, change_set) in subjects {
        let Ok(desired) = StackSnapshot::of_artifact(target.desired.artifact) else { continue };
        if let (Some(stack), Some(template)) = (&found.stack, &found.template) {
            let Ok(deployed) = snapshot(target, stack, template) else { continue };
            before.push(deployed);
        }
        after.push(desired);
        said.extend(change_set.map(|it| told(target.id(), it)));
    }
    let mut difference = diff::compare_told(&before, &after, &said);
    diff::price(&mut difference, &before, &after, &settings.assumptions);
    difference
}

/// Adds to each review what differs, with what CloudFormation said in the change sets.
pub(super) fn complete(targets: &[Target<'_>], prepared: &mut [Prepared], settings: &Settings) {
    let subjects = targets.iter().zip(&*prepared).map(|(target, it)| {
        let change_set = it.change_set.as_ref().map(|(_, change_set)| change_set);
        (target, &it.found, change_set)
    });
    let difference = preview(subjects, settings);
    for (target, prepared) in targets.iter().zip(prepared) {
        if let Some(review) = &mut prepared.review {
            review.difference = difference.stack(target.id()).cloned();
        }
    }
}
