//! Events of CloudFormation, with what the app knows of them.

use crate::cloudformation::StackEvent;

use super::{Event, desired::Desired, event::ResourceEvent};

/// The event for whoever watches.
pub(super) fn resource_event(stack: &str, desired: &Desired<'_>, event: &StackEvent) -> Event {
    let element = desired.element(&event.logical_id);
    Event::Resource(ResourceEvent {
        path: element.map(|element| element.path.to_string()),
        ..plain(stack, event)
    })
}

/// The same for a stack of which no app is at hand.
pub(super) fn plain(stack: &str, event: &StackEvent) -> ResourceEvent {
    ResourceEvent {
        stack: stack.to_owned(),
        logical_id: event.logical_id.clone(),
        resource_type: event.resource_type.clone(),
        path: None,
        status: event.status.clone(),
        reason: event.reason.clone(),
        time: event.time,
        is_stack: event.is_of_stack(),
    }
}
