//! Resources are made.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    faults,
    resource::{Depth, Maker, conflict, findings, make},
    state::{Action, Leftover, Operation, Progress, ResourceStatus, State, Step, Thing, World},
};

use super::{Engine, events::Subject};

impl Engine<'_> {
    pub(super) fn start_create(
        &mut self,
        id: &str,
        op: &mut Operation,
        name: &str,
        properties: Value,
        replaces: bool,
    ) -> Progress {
        let type_name = op.target.type_of(name).to_owned();
        let old = self.physical_id(id, name);
        let action = if replaces { Action::Update } else { Action::Create };
        let begun = replaces.then_some(
            "Requested update requires the creation of a new physical resource; hence creating one.",
        );
        let subject = Subject {
            logical_id: name,
            type_name: &type_name,
            physical_id: &old,
            properties: Some(&properties),
        };
        self.resource_event(id, op, &subject, ResourceStatus(action, State::InProgress), begun);
        if let Some(reason) = self.objection(id, name, &type_name, &properties, replaces) {
            return self.refuse(id, op, (name, &type_name, &old), action, &reason);
        }
        let until = self.until(op, &type_name);
        Progress::Running { until, step: Step::Create { properties, replaces } }
    }

    /// Why a resource can't be made: wrong values, or a name that is taken.
    fn objection(
        &self,
        id: &str,
        name: &str,
        type_name: &str,
        properties: &Value,
        replaces: bool,
    ) -> Option<String> {
        if let Some(reason) = invalid(name, type_name, properties) {
            return Some(reason);
        }
        let stack = self.world.stacks.get(id)?;
        let maker = Maker {
            place: &stack.place,
            stack_name: &stack.name,
            logical_id: name,
            type_name,
            properties,
            serial: self.world.serial,
        };
        let made = make(&maker);
        let other = conflict(self.world, &maker, &made)?;
        let taken = &other.physical_id;
        Some(match &other.stack {
            Some(owner) if replaces && owner == id => format!(
                "CloudFormation cannot update a stack when a custom-named resource requires replacing. \
                 Rename {taken} and update the stack again."
            ),
            Some(owner) => format!("{taken} already exists in stack {owner}"),
            None => format!(
                "Resource handler returned message: \"Resource of type '{type_name}' with identifier \
                 '{taken}' already exists.\" (HandlerErrorCode: AlreadyExists)"
            ),
        })
    }

    pub(super) fn end_create(
        &mut self,
        id: &str,
        op: &mut Operation,
        name: &str,
        properties: &Value,
        replaces: bool,
    ) -> bool {
        let action = if replaces { Action::Update } else { Action::Create };
        let type_name = op.target.type_of(name).to_owned();
        let old = self.physical_id(id, name);
        let Some(stack) = self.world.stacks.get(id) else { return false };
        let (place, stack_name) = (stack.place.clone(), stack.name.clone());
        let fault = self
            .faults
            .resource(&stack_name, name, &[faults::Step::Create]);
        // Two resources of one operation may want the same name, so that it is asked again.
        let objection = self.objection(id, name, &type_name, properties, replaces);
        if let Some(reason) = fault.or(objection) {
            self.refuse(id, op, (name, &type_name, &old), action, &reason);
            return false;
        }
        self.world.serial += 1;
        let maker = Maker {
            place: &place,
            stack_name: &stack_name,
            logical_id: name,
            type_name: &type_name,
            properties,
            serial: self.world.serial,
        };
        let made = make(&maker);
        let key = World::key(&place, &type_name, &made.physical_id);
        let thing = Thing {
            type_name: type_name.clone(),
            physical_id: made.physical_id.clone(),
            properties: properties.clone(),
            attributes: made.attributes.clone(),
            identifier: made.identifier,
            stack: Some(id.to_owned()),
        };
        self.world.things.insert(key, thing);
        if replaces {
            let retained = op.target.policy(name, "UpdateReplacePolicy") == Some("Retain");
            let leftover = Leftover {
                logical_id: name.to_owned(),
                type_name: type_name.clone(),
                physical_id: old,
                retained,
            };
            if let Some(stack) = self.world.stacks.get_mut(id) {
                stack.leftovers.push(leftover);
            }
        }
        self.add(id, op, name, &type_name, &made.physical_id, properties.clone());
        if let Some(resource) = self.resource_mut(id, name) {
            resource.attributes = made.attributes;
        }
        let subject = Subject {
            logical_id: name,
            type_name: &type_name,
            physical_id: &made.physical_id,
            properties: Some(properties),
        };
        let initiated = Some("Resource creation Initiated");
        self.resource_event(id, op, &subject, ResourceStatus(action, State::InProgress), initiated);
        self.resource_event(id, op, &subject, ResourceStatus(action, State::Complete), None);
        true
    }
}

/// What the resource's handler refuses.
pub(super) fn invalid(name: &str, type_name: &str, properties: &Value) -> Option<String> {
    let mistakes: BTreeSet<String> = findings(type_name, properties, Depth::Values)
        .into_iter()
        .map(|(path, reason)| format!("#{path}: {reason}"))
        .collect();
    let all: Vec<String> = mistakes.into_iter().collect();
    (!all.is_empty()).then(|| {
        format!(
            "Properties validation failed for resource {name} with message:\n[{}]",
            all.join(", ")
        )
    })
}
