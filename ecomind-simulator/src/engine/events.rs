//! Events are written down.

use serde_json::Value;

use crate::{
    clock::Moment,
    digest,
    state::{Event, Operation, ResourceStatus, StackStatus},
};

use super::Engine;

impl Engine<'_> {
    /// Sets the status of a stack and tells of it.
    pub(super) fn stack_event(
        &mut self,
        id: &str,
        op: Option<&mut Operation>,
        status: StackStatus,
        reason: Option<&str>,
    ) {
        let time = self.time(op.as_deref());
        let serial = self.world.id("event");
        let Some(stack) = self.world.stacks.get_mut(id) else { return };
        stack.status = status;
        stack.status_reason = reason.map(str::to_owned);
        let event = Event {
            id: serial,
            logical_id: stack.name.clone(),
            physical_id: stack.id.clone(),
            type_name: "AWS::CloudFormation::Stack".to_owned(),
            time,
            status: status.to_string(),
            reason: reason.map(str::to_owned),
            properties: None,
            token: op.as_ref().and_then(|op| op.token.clone()),
            operation: op.as_ref().map(|op| (op.kind, op.id.clone())),
            finding: None,
            change_set: op.as_ref().and_then(|op| op.change_set.clone()),
        };
        stack.events.push(event);
        if let Some(op) = op {
            op.now = time;
        }
    }

    /// Tells what happens to a resource, and keeps it as its status.
    pub(super) fn resource_event(
        &mut self,
        id: &str,
        op: &mut Operation,
        subject: &Subject<'_>,
        status: ResourceStatus,
        reason: Option<&str>,
    ) {
        let time = self.time(Some(op));
        self.world.serial += 1;
        let serial = self.world.serial.to_string();
        let Some(stack) = self.world.stacks.get_mut(id) else { return };
        if let Some(resource) = stack.resources.get_mut(subject.logical_id)
            && (resource.physical_id == subject.physical_id || resource.physical_id.is_empty())
        {
            resource.status = status;
            resource.status_reason = reason.map(str::to_owned);
            resource.changed = time;
        }
        let name = subject.logical_id;
        let event = Event {
            id: format!(
                "{name}-{}",
                digest::uuid(&[&stack.id, name, &status.to_string(), &serial])
            ),
            logical_id: name.to_owned(),
            physical_id: subject.physical_id.to_owned(),
            type_name: subject.type_name.to_owned(),
            time,
            status: status.to_string(),
            reason: reason.map(str::to_owned),
            properties: subject.properties.map(Value::to_string),
            token: op.token.clone(),
            operation: Some((op.kind, op.id.clone())),
            finding: None,
            change_set: op.change_set.clone(),
        };
        stack.events.push(event);
        op.now = time;
    }

    /// Events are a millisecond apart, so that their times have the order in which they came.
    fn time(&mut self, op: Option<&Operation>) -> Moment {
        let now = op.map_or(self.world.now, |op| op.now).after(1);
        self.world.now = self.world.now.max(now);
        now
    }
}

/// The resource that an event is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) logical_id: &'a str,
    pub(super) type_name: &'a str,
    pub(super) physical_id: &'a str,
    pub(super) properties: Option<&'a Value>,
}
