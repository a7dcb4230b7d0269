//! Why an operation failed: the first cause, not the last consequence.

use crate::cloudformation::{CloudFormation, StackEvent};

use super::{Problem, Secrets, desired::Desired, fixes::likely_fix, follow::Outcome};

/// How deep nested stacks are searched.
const DEPTH: usize = 5;

/// What a failed operation comes down to.
pub(super) async fn diagnose(
    cloud: &dyn CloudFormation,
    desired: &Desired<'_>,
    outcome: &Outcome,
    secrets: &Secrets,
) -> Problem {
    let id = &desired.artifact.id;
    let Some(first) = first_failure(&outcome.events) else {
        let reason = outcome
            .events
            .iter()
            .rev()
            .find_map(|event| event.reason.clone());
        let fix = reason.as_deref().and_then(likely_fix);
        let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
        let text = format!("`{id}` ended as {}{reason}", outcome.status);
        return Problem::new(secrets.mask(&text)).hint(hint(fix, id, outcome));
    };
    let (cause, nested) = nested_cause(cloud, first.clone()).await;
    let element = desired.element(&first.logical_id);
    let construct =
        element.map_or_else(|| first.logical_id.clone(), |element| element.path.to_string());
    let reason = secrets.mask(cause.reason.as_deref().unwrap_or("no reason was given"));
    let mut problem = Problem::new(format!(
        "`{construct}` ({}) failed with {}: {}",
        first.resource_type,
        first.status,
        reason.trim_end_matches('.')
    ));
    problem.location = element.map(|element| element.location);
    if !nested.is_empty() {
        problem
            .details
            .push(format!("inside of {}", nested.join(", ")));
    }
    problem
        .details
        .push(format!("`{id}` is {}: {}", outcome.status, fate(outcome)));
    problem.hint(hint(likely_fix(&reason), id, outcome))
}

/// What mostly helps, and what comes next.
fn hint(fix: Option<&str>, id: &str, outcome: &Outcome) -> String {
    let next = next_step(id, outcome);
    fix.map_or(next.clone(), |fix| format!("{fix}; {next}"))
}

/// The earliest failure that is no consequence of another one.
pub(super) fn first_failure(events: &[StackEvent]) -> Option<&StackEvent> {
    let is_cause = |event: &&StackEvent| {
        let reason = event.reason.as_deref().unwrap_or_default();
        event.is_failure()
            && !reason.contains("cancelled")
            && !reason.contains("The following resource(s) failed")
    };
    events
        .iter()
        .filter(|event| !event.is_of_stack())
        .find(is_cause)
        .or_else(|| events.iter().find(is_cause))
}

/// Follows a failed nested stack to the resource that failed in it.
async fn nested_cause(cloud: &dyn CloudFormation, first: StackEvent) -> (StackEvent, Vec<String>) {
    let (mut cause, mut nested) = (first, Vec::new());
    while cause.resource_type == "AWS::CloudFormation::Stack"
        && !cause.is_of_stack()
        && nested.len() < DEPTH
    {
        let events = cloud.events(&cause.physical_id, &|_| true).await;
        let mut events = events.unwrap_or_default();
        events.reverse();
        let Some(deeper) = first_failure(&events) else { break };
        nested.push(format!("`{}` ({})", deeper.logical_id, deeper.resource_type));
        cause = deeper.clone();
    }
    (cause, nested)
}

fn fate(outcome: &Outcome) -> &'static str {
    match outcome.status.as_str() {
        "UPDATE_ROLLBACK_COMPLETE" | "IMPORT_ROLLBACK_COMPLETE" => "everything is as it was before",
        "DELETE_COMPLETE" => "what was made is deleted again",
        "ROLLBACK_COMPLETE" => "what was made is deleted again, and an empty stack remains",
        "UPDATE_ROLLBACK_FAILED" | "IMPORT_ROLLBACK_FAILED" => "the way back failed, too",
        "CREATE_FAILED" | "UPDATE_FAILED" => "what was made stays, as asked for",
        "DELETE_FAILED" => "a part of it is left",
        _ => "not done",
    }
}

fn next_step(id: &str, outcome: &Outcome) -> String {
    match outcome.status.as_str() {
        "UPDATE_ROLLBACK_FAILED"
        | "ROLLBACK_FAILED"
        | "DELETE_FAILED"
        | "IMPORT_ROLLBACK_FAILED" => {
            format!("find the way out for `{id}` with `recover`")
        }
        _ => "correct it and deploy again".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(logical_id: &str, status: &str, reason: &str) -> StackEvent {
        StackEvent {
            logical_id: logical_id.to_owned(),
            physical_id: logical_id.to_owned(),
            stack_id: "stack".to_owned(),
            status: status.to_owned(),
            reason: Some(reason.to_owned()),
            ..StackEvent::default()
        }
    }

    #[test]
    fn the_cause_is_the_first_failure_that_is_no_consequence() {
        let events = [
            event("A", "CREATE_IN_PROGRESS", ""),
            event("B", "CREATE_FAILED", "Resource creation cancelled"),
            event("A", "CREATE_FAILED", "it exists"),
            event("C", "CREATE_FAILED", "it exists, too"),
            event("stack", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create"),
        ];
        assert_eq!(first_failure(&events).unwrap().logical_id, "A");
        assert!(first_failure(&events[..2]).is_none());
    }
}
