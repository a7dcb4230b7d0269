//! Follows an operation of a stack for those who look on.

use std::time::Instant;

use crate::cloudformation::StackStatus;

use super::{
    Event, Operator, Problem, Result, follow::Operation, follow::Outcome,
    resource_event::resource_event, target::Target,
};

/// Tells `operator` each event and the end, which `is_success` judges.
pub(super) async fn watched(
    operator: &dyn Operator,
    target: &Target<'_>,
    operation: Operation<'_>,
    is_success: impl Fn(&StackStatus) -> bool,
) -> Result<Outcome> {
    let (start, id) = (Instant::now(), target.id());
    let tell = |event: &_| operator.tell(&resource_event(id, &target.desired, event));
    let outcome = operation.follow(&tell).await;
    let outcome = outcome.map_err(|error| Problem::of(id, &error))?;
    operator.tell(&Event::Finished {
        stack: id.to_owned(),
        status: outcome.status.to_string(),
        is_success: is_success(&outcome.status),
        milliseconds: start.elapsed().as_millis(),
    });
    Ok(outcome)
}
