//! Resources become what the template says.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    clock::Moment,
    evaluate::Scope,
    faults,
    resource::{Depth, Maker, Verdict, changed_paths, conflict, findings, make, verdict},
    state::{
        Action, Leftover, Operation, OperationKind, Progress, ResourceStatus, StackResource, State,
        Step, Thing, World,
    },
    template::dependencies,
};

use super::{Engine, events::Subject, policy};

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

    fn start_create(
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
        let until = self.until(op, &type_name, &properties);
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
        if let Some(reason) = fault
            .or(objection)
            .or_else(|| never_signalled(&type_name, properties))
        {
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
        if op.revert_drift
            && let Some(actual) = self.actual(id, &type_name, &physical_id)
        {
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
        let until = self.until(op, &type_name, &properties);
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

    fn start_import(
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
                let until = self.until(op, &type_name, &properties);
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

    /// Says why a resource fails.
    pub(super) fn refuse(
        &mut self,
        id: &str,
        op: &mut Operation,
        (logical_id, type_name, physical_id): (&str, &str, &str),
        action: Action,
        reason: &str,
    ) -> Progress {
        let subject = Subject { logical_id, type_name, physical_id, properties: None };
        self.resource_event(id, op, &subject, ResourceStatus(action, State::Failed), Some(reason));
        Progress::Failed
    }

    /// Writes down what the stack knows of a resource.
    fn add(
        &mut self,
        id: &str,
        op: &Operation,
        name: &str,
        type_name: &str,
        physical_id: &str,
        properties: Value,
    ) {
        let entry = op.target.resource(name);
        let resource = StackResource {
            type_name: type_name.to_owned(),
            physical_id: physical_id.to_owned(),
            status: ResourceStatus(Action::Create, State::InProgress),
            status_reason: None,
            changed: op.now,
            properties,
            attributes: serde_json::Map::new(),
            tags: tags_for(type_name, op),
            metadata: entry
                .and_then(|it| it.get("Metadata").cloned())
                .unwrap_or_default(),
            depends_on: dependencies(op.target.section("Resources"), name),
            drift: None,
        };
        if let Some(stack) = self.world.stacks.get_mut(id) {
            stack.resources.insert(name.to_owned(), resource);
        }
    }

    pub(super) fn resource(&self, id: &str, name: &str) -> Option<&StackResource> {
        self.world.stacks.get(id)?.resources.get(name)
    }

    pub(super) fn resource_mut(&mut self, id: &str, name: &str) -> Option<&mut StackResource> {
        self.world.stacks.get_mut(id)?.resources.get_mut(name)
    }

    /// What a resource really is, whatever the stack believes.
    pub(super) fn actual(&self, id: &str, type_name: &str, physical_id: &str) -> Option<Value> {
        let place = &self.world.stacks.get(id)?.place;
        self.world
            .thing(place, type_name, physical_id)
            .map(|it| it.properties.clone())
    }

    /// When work on a resource of this type that begins now is over.
    pub(super) fn until(&self, op: &Operation, type_name: &str, properties: &Value) -> Moment {
        let timeout = properties
            .get("Timeout")
            .filter(|_| type_name == WAIT_CONDITION);
        let timeout = timeout.and_then(|it| it.as_u64().or_else(|| it.as_str()?.parse().ok()));
        op.now
            .after(timeout.map_or_else(|| self.durations.of(type_name), |it| it * 1000))
    }
}

const WAIT_CONDITION: &str = "AWS::CloudFormation::WaitCondition";

/// Nobody signals a wait condition here, so that it fails as soon as it waits for anything.
fn never_signalled(type_name: &str, properties: &Value) -> Option<String> {
    let count = properties.get("Count").map_or(1, |it| {
        it.as_u64()
            .or_else(|| it.as_str()?.parse().ok())
            .unwrap_or(1)
    });
    (type_name == WAIT_CONDITION && 0 < count)
        .then(|| format!("WaitCondition timed out. Received 0 conditions when expecting {count}"))
}

/// What the resource's handler refuses.
fn invalid(name: &str, type_name: &str, properties: &Value) -> Option<String> {
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

pub(super) fn not_found(type_name: &str, physical_id: &str) -> String {
    format!(
        "Resource handler returned message: \"Resource of type '{type_name}' with identifier \
         '{physical_id}' was not found.\" (HandlerErrorCode: NotFound)"
    )
}

/// Whether a failed attempt left no physical resource.
fn is_gone(resource: &StackResource) -> bool {
    resource.physical_id.is_empty()
}

/// The stack's tags, where the type takes tags.
fn tags_for(type_name: &str, op: &Operation) -> indexmap::IndexMap<String, String> {
    let schema = ecomind_constructs::schema::resource_type(type_name);
    let takes_tags = schema.is_some_and(|it| it.tagging().is_some());
    if takes_tags && op.kind != OperationKind::Import {
        op.target.tags.clone()
    } else {
        indexmap::IndexMap::new()
    }
}
