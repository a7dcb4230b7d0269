//! Resources become what the template says.

use serde_json::Value;

use crate::{
    evaluate::Scope,
    faults,
    resource::{Verdict, changed_paths, verdict},
    state::{Action, Operation, Progress, ResourceStatus, StackResource, State, Step},
    template::dependencies,
};

use super::{
    Engine,
    create::invalid,
    events::Subject,
    policy,
    records::{not_found, tags_for},
};

impl Engine<'_> {
    /// Starts to create, update, replace or import a resource, or finds that nothing is to be done.
    pub(super) fn start_deploy(&mut self, id: &str, op: &mut Operation, name: &str) -> Progress {
        let type_name = op.target.type_of(name).to_owned();
        let current = self.resource(id, name).filter(|it| !is_gone(it)).cloned();
        let action = match &current {
            Some(_) => Action::Update,
            None if op.imports.contains_key(name) => Action::Import,
            None => Action::Create,
        };
        let properties = match self.properties(id, op, name) {
            Ok(properties) => properties,
            Err(reason) => {
                let physical_id = self.physical_id(id, name);
                if current.is_none() {
                    self.add(id, op, name, &type_name, "", Value::Null);
                }
                return self.refuse(id, op, (name, &type_name, &physical_id), action, &reason);
            }
        };
        match current {
            Some(current) => self.start_change(id, op, name, &current, properties),
            None if action == Action::Import => self.start_import(id, op, name, properties),
            None => {
                self.add(id, op, name, &type_name, "", properties.clone());
                self.start_create(id, op, name, properties, false)
            }
        }
    }

    /// The resource's properties with all values known.
    fn properties(&self, id: &str, op: &Operation, name: &str) -> Result<Value, String> {
        let stack = self.world.stacks.get(id).ok_or("the stack is gone")?;
        let scope = Scope::new(self.world, stack, &op.target)?;
        let empty = Value::Object(serde_json::Map::new());
        let properties = op.target.resource(name).and_then(|it| it.get("Properties"));
        Ok(scope.value(properties.unwrap_or(&empty))?.unwrap_or(empty))
    }

    fn start_change(
        &mut self,
        id: &str,
        op: &mut Operation,
        name: &str,
        current: &StackResource,
        properties: Value,
    ) -> Progress {
        let type_name = op.target.type_of(name).to_owned();
        let physical_id = current.physical_id.clone();
        let target = (name, type_name.as_str(), physical_id.as_str());
        if current.type_name != type_name {
            let reason = "Update of resource type is not permitted.";
            return self.refuse(id, op, target, Action::Update, reason);
        }
        let mut paths = changed_paths(&current.properties, &properties);
        if op.revert_drift {
            let Some(actual) = self.actual(id, &type_name, &physical_id) else {
                return self.start_create(id, op, name, properties, false);
            };
            paths.extend(changed_paths(&actual, &properties));
        }
        let verdict = paths.iter().map(|path| verdict(&type_name, path)).max();
        let metadata = op
            .target
            .resource(name)
            .and_then(|it| it.get("Metadata").cloned());
        let is_same = paths.is_empty()
            && current.tags == tags_for(&type_name, op)
            && current.metadata == metadata.unwrap_or_default()
            // What failed in an earlier attempt is tried again.
            && current.status.1 != State::Failed;
        if is_same {
            if let Some(resource) = self.resource_mut(id, name) {
                resource.depends_on = dependencies(op.target.section("Resources"), name);
            }
            return Progress::Done;
        }
        let replaces = verdict == Some(Verdict::Always);
        let wanted = if replaces { "Update:Replace" } else { "Update:Modify" };
        let policy = self.world.stacks.get(id).and_then(|it| it.policy.clone());
        if let Some(reason) = policy.and_then(|it| policy::denied(&it, wanted, name, &type_name)) {
            return self.refuse(id, op, target, Action::Update, &reason);
        }
        if replaces {
            return self.start_create(id, op, name, properties, true);
        }
        let subject = Subject {
            logical_id: name,
            type_name: &type_name,
            physical_id: &physical_id,
            properties: Some(&properties),
        };
        self.resource_event(
            id,
            op,
            &subject,
            ResourceStatus(Action::Update, State::InProgress),
            None,
        );
        if let Some(reason) = invalid(name, &type_name, &properties) {
            return self.refuse(id, op, target, Action::Update, &reason);
        }
        let until = self.until(op, &type_name);
        Progress::Running { until, step: Step::Update { properties } }
    }

    pub(super) fn end_update(
        &mut self,
        id: &str,
        op: &mut Operation,
        name: &str,
        properties: &Value,
    ) -> bool {
        let type_name = op.target.type_of(name).to_owned();
        let physical_id = self.physical_id(id, name);
        let Some(stack) = self.world.stacks.get(id) else { return false };
        let (place, stack_name) = (stack.place.clone(), stack.name.clone());
        let fault = self
            .faults
            .resource(&stack_name, name, &[faults::Step::Update]);
        let target = (name, type_name.as_str(), physical_id.as_str());
        if let Some(reason) = fault {
            self.refuse(id, op, target, Action::Update, &reason);
            return false;
        }
        let Some(thing) = self.world.thing_mut(&place, &type_name, &physical_id) else {
            self.refuse(id, op, target, Action::Update, &not_found(&type_name, &physical_id));
            return false;
        };
        thing.properties = properties.clone();
        for (attribute, value) in &mut thing.attributes {
            if let Some(given) = properties.get(attribute) {
                *value = given.clone();
            }
        }
        let attributes = thing.attributes.clone();
        self.add(id, op, name, &type_name, &physical_id, properties.clone());
        if let Some(resource) = self.resource_mut(id, name) {
            resource.attributes = attributes;
        }
        let subject = Subject {
            logical_id: name,
            type_name: &type_name,
            physical_id: &physical_id,
            properties: Some(properties),
        };
        self.resource_event(
            id,
            op,
            &subject,
            ResourceStatus(Action::Update, State::Complete),
            None,
        );
        true
    }
}

/// Whether a failed attempt left no physical resource.
fn is_gone(resource: &StackResource) -> bool {
    resource.physical_id.is_empty()
}
