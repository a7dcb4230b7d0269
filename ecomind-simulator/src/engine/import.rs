//! Resources that exist join a stack.

use serde_json::Value;

use crate::{
    faults,
    state::{Action, Operation, Progress, ResourceStatus, State, Step},
};

use super::{Engine, events::Subject, records::not_found};

impl Engine<'_> {
    /// The resources that an import added and that can't leave the stack again, if a fault says so.
    pub(super) fn keep_imports(&mut self, id: &str, op: &mut Operation) -> Vec<String> {
        let Some(stack) = self.world.stacks.get(id) else { return Vec::new() };
        let (stack_name, resources) = (stack.name.clone(), stack.resources.clone());
        let names: Vec<String> = op.imports.keys().cloned().collect();
        let mut kept = Vec::new();
        for name in names {
            let Some(resource) = resources.get(&name) else { continue };
            let fault = self
                .faults
                .resource(&stack_name, &name, &[faults::Step::Rollback]);
            let Some(reason) = fault else { continue };
            let target = (name.as_str(), &*resource.type_name, &*resource.physical_id);
            self.refuse(id, op, target, Action::ImportRollback, &reason);
            kept.push(name);
        }
        kept
    }

    pub(super) fn start_import(
        &mut self,
        id: &str,
        op: &mut Operation,
        name: &str,
        properties: Value,
    ) -> Progress {
        let type_name = op.target.type_of(name).to_owned();
        let wanted = op.imports.get(name).cloned().unwrap_or_default();
        let found = self.world.stacks.get(id).and_then(|stack| {
            let mut things = self.world.things_of(&stack.place, &type_name);
            things.find(|it| {
                wanted.iter().all(|(key, value)| {
                    it.identifier.get(key) == Some(value)
                        || Some(it.physical_id.as_str()) == value.as_str()
                })
            })
        });
        let found = found.map(|it| (it.physical_id.clone(), it.stack.clone()));
        let physical_id = found.as_ref().map(|it| it.0.clone()).unwrap_or_default();
        self.add(id, op, name, &type_name, &physical_id, properties.clone());
        let subject = Subject {
            logical_id: name,
            type_name: &type_name,
            physical_id: &physical_id,
            properties: Some(&properties),
        };
        let begun = Some("Resource import started.");
        self.resource_event(
            id,
            op,
            &subject,
            ResourceStatus(Action::Import, State::InProgress),
            begun,
        );
        let target = (name, type_name.as_str(), physical_id.as_str());
        match found {
            None => {
                let wanted = serde_json::Value::Object(wanted).to_string();
                self.refuse(id, op, target, Action::Import, &not_found(&type_name, &wanted))
            }
            Some((_, Some(owner))) => {
                let reason = format!("{physical_id} already exists in stack {owner}");
                self.refuse(id, op, target, Action::Import, &reason)
            }
            Some(_) => {
                let until = self.until(op, &type_name);
                Progress::Running { until, step: Step::Import { physical_id, properties } }
            }
        }
    }

    pub(super) fn end_import(
        &mut self,
        id: &str,
        op: &mut Operation,
        name: &str,
        physical_id: &str,
        properties: &Value,
    ) -> bool {
        let type_name = op.target.type_of(name).to_owned();
        let Some(stack) = self.world.stacks.get(id) else { return false };
        let (place, stack_name) = (stack.place.clone(), stack.name.clone());
        if let Some(reason) = self
            .faults
            .resource(&stack_name, name, &[faults::Step::Import])
        {
            self.refuse(id, op, (name, &type_name, physical_id), Action::Import, &reason);
            return false;
        }
        let Some(thing) = self.world.thing_mut(&place, &type_name, physical_id) else {
            return false;
        };
        thing.stack = Some(id.to_owned());
        let attributes = thing.attributes.clone();
        if let Some(resource) = self.resource_mut(id, name) {
            resource.attributes = attributes;
        }
        let subject = Subject {
            logical_id: name,
            type_name: &type_name,
            physical_id,
            properties: Some(properties),
        };
        let status = ResourceStatus(Action::Import, State::Complete);
        self.resource_event(id, op, &subject, status, Some("Resource import completed."));
        true
    }
}
