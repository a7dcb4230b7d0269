//! Resources that something failed with.

use std::cell::Cell;

use crate::{
    cloudformation::{CloudFormation, Stack, StackEvent, StackResource},
    deploy::{Problem, Result, fixes::likely_fix, target::Target},
};

/// A resource that something failed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stuck {
    pub(super) logical_id: String,
    /// The construct, for what the app has.
    path: Option<String>,
    physical_id: Option<String>,
    reason: Option<String>,
}

impl Stuck {
    /// What it is, why it failed, and what mostly helps.
    pub(super) fn sentence(&self) -> String {
        let name = self.path.as_deref().unwrap_or(&self.logical_id);
        let reason = self.reason.as_deref().unwrap_or("no reason was given");
        let fix = likely_fix(reason).map(|fix| format!("; {fix}"));
        format!("`{name}`: {}{}", reason.trim_end_matches('.'), fix.unwrap_or_default())
    }

    /// What it is, and where.
    pub(super) fn name(&self) -> String {
        match &self.physical_id {
            Some(physical) => format!("`{}` ({physical})", self.logical_id),
            None => format!("`{}`", self.logical_id),
        }
    }

    /// One that is named by whoever asks.
    pub(super) fn named(logical_id: &str) -> Self {
        let logical_id = logical_id.to_owned();
        Self { logical_id, path: None, physical_id: None, reason: None }
    }
}

/// The events of the last operation of a stack, latest first.
pub(super) async fn last_operation(
    cloud: &dyn CloudFormation,
    stack: &Stack,
) -> crate::cloudformation::Result<Vec<StackEvent>> {
    let is_over = Cell::new(false);
    let is_wanted = |event: &StackEvent| {
        let is_wanted = !is_over.get();
        is_over.set(is_over.get() || event.is_start());
        is_wanted
    };
    cloud.events(&stack.id, &is_wanted).await
}

/// The resources because of which the stack is what it is. CloudFormation names them in the reason
/// of the stack: others may have failed only because these did.
pub(super) async fn find_stuck(target: &Target<'_>, stack: &Stack) -> Result<Vec<Stuck>> {
    let cloud = &*target.cloud;
    let failed = |error| Problem::of(target.id(), &error);
    let resources = cloud.resources(&stack.id).await.map_err(failed)?;
    let events = last_operation(cloud, stack).await.map_err(failed)?;
    let told = events
        .iter()
        .find(|event| event.is_of_stack() && event.is_failure());
    let told = told.and_then(|event| event.reason.as_deref());
    let named = told
        .or(stack.status_reason.as_deref())
        .map_or(vec![], named);
    let is_stuck = |resource: &&StackResource| {
        if named.is_empty() {
            resource.status.ends_with("_FAILED")
        } else {
            named.contains(&resource.logical_id.as_str())
        }
    };
    let found = resources.iter().filter(is_stuck).map(|resource| Stuck {
        logical_id: resource.logical_id.clone(),
        path: target
            .desired
            .element(&resource.logical_id)
            .map(|element| element.path.to_string()),
        physical_id: resource.physical_id.clone().filter(|it| !it.is_empty()),
        reason: events
            .iter()
            .find(|event| event.logical_id == resource.logical_id && event.is_failure())
            .and_then(|event| event.reason.clone()),
    });
    Ok(found.collect())
}

/// The logical ids in a reason such as `The following resource(s) failed to update: [A, B].`
fn named(reason: &str) -> Vec<&str> {
    let list = reason
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map_or("", |(list, _)| list);
    let is_id = |id: &&str| !id.is_empty() && id.bytes().all(|it| it.is_ascii_alphanumeric());
    list.split(',').map(str::trim).filter(is_id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_a_stack_names_resources() {
        assert_eq!(named("The following resource(s) failed to update: [A, B2]. "), ["A", "B2"]);
        assert!(named("Rollback requested by user").is_empty());
        assert!(named("Stack [arn:aws:x] is gone").is_empty());
    }

    #[test]
    fn a_failure_is_told_with_what_helps() {
        let stuck = Stuck {
            path: Some("Data/Reports".to_owned()),
            reason: Some("The bucket you tried to delete is not empty".to_owned()),
            ..Stuck::named("Reports")
        };
        assert_eq!(
            stuck.sentence(),
            "`Data/Reports`: The bucket you tried to delete is not empty; empty it first; \
             `destroy` does so after asking"
        );
    }
}
