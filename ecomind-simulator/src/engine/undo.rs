//! Resources are deleted, or set back to what they were.

use crate::{
    faults,
    resource::changed_paths,
    state::{
        Action, Leftover, Operation, Phase, Progress, ResourceStatus, StackResource, State, Step,
        Task, Work, World,
    },
};

use super::{Engine, events::Subject, policy, records::not_found};

impl Engine<'_> {
    /// Starts to delete a resource of the stack, or finds that it stays.
    pub(super) fn start_delete(&mut self, id: &str, op: &mut Operation, name: &str) -> Progress {
        let Some(resource) = self.resource(id, name).cloned() else { return Progress::Done };
        let (type_name, physical_id) = (&resource.type_name, &resource.physical_id);
        let subject = Subject { logical_id: name, type_name, physical_id, properties: None };
        if physical_id.is_empty() {
            let status = ResourceStatus(Action::Delete, State::Complete);
            self.resource_event(id, op, &subject, status, None);
            self.forget(id, name);
            return Progress::Done;
        }
        if op.phase == (Phase::CleanUp { rolled_back: false }) {
            let policy = self.world.stacks.get(id).and_then(|it| it.policy.clone());
            let denied =
                policy.and_then(|it| policy::denied(&it, "Update:Delete", name, type_name));
            if let Some(reason) = denied {
                let target = (name, type_name.as_str(), physical_id.as_str());
                return self.refuse(id, op, target, Action::Delete, &reason);
            }
        }
        if self.stays(id, op, name) || op.skip.iter().any(|it| it == name) {
            let status = ResourceStatus(Action::Delete, State::Skipped);
            self.resource_event(id, op, &subject, status, None);
            self.release(id, &resource);
            self.forget(id, name);
            return Progress::Done;
        }
        let status = ResourceStatus(Action::Delete, State::InProgress);
        self.resource_event(id, op, &subject, status, None);
        self.deleting(op, &resource.type_name, &resource.physical_id)
    }

    /// Starts to delete what a replacement left.
    pub(super) fn start_discard(
        &mut self,
        id: &str,
        op: &mut Operation,
        leftover: &Leftover,
    ) -> Progress {
        let subject = Subject {
            logical_id: &leftover.logical_id,
            type_name: &leftover.type_name,
            physical_id: &leftover.physical_id,
            properties: None,
        };
        if leftover.retained {
            let status = ResourceStatus(Action::Delete, State::Skipped);
            self.resource_event(id, op, &subject, status, None);
            let place = self
                .world
                .stacks
                .get(id)
                .map(|it| it.place.clone())
                .unwrap_or_default();
            if let Some(thing) =
                self.world
                    .thing_mut(&place, &leftover.type_name, &leftover.physical_id)
            {
                thing.stack = None;
            }
            return Progress::Done;
        }
        let status = ResourceStatus(Action::Delete, State::InProgress);
        self.resource_event(id, op, &subject, status, None);
        self.deleting(op, &leftover.type_name, &leftover.physical_id)
    }

    fn deleting(&self, op: &Operation, type_name: &str, physical_id: &str) -> Progress {
        let until = op.now.after(self.durations.of(type_name));
        let step =
            Step::Delete { type_name: type_name.to_owned(), physical_id: physical_id.to_owned() };
        Progress::Running { until, step }
    }

    pub(super) fn end_delete(
        &mut self,
        id: &str,
        op: &mut Operation,
        task: &Task,
        type_name: &str,
        physical_id: &str,
    ) -> bool {
        let Some(stack) = self.world.stacks.get(id) else { return false };
        let (place, stack_name) = (stack.place.clone(), stack.name.clone());
        let name = task.logical_id.as_str();
        let rolls_back = matches!(op.phase, Phase::RollBack | Phase::CleanUp { rolled_back: true });
        let steps: &[faults::Step] = if rolls_back {
            &[faults::Step::Delete, faults::Step::Rollback]
        } else {
            &[faults::Step::Delete]
        };
        let fault = self.faults.resource(&stack_name, name, steps);
        let is_full = type_name == "AWS::S3::Bucket"
            && self
                .world
                .objects
                .get(physical_id)
                .is_some_and(|it| !it.is_empty());
        let full = is_full.then(|| {
            "Resource handler returned message: \"The bucket you tried to delete is not empty. You must \
             delete all versions in the bucket.\" (HandlerErrorCode: GeneralServiceException)"
                .to_owned()
        });
        if let Some(reason) = fault.or(full) {
            if op.force {
                let status = ResourceStatus(Action::Delete, State::Skipped);
                let subject =
                    Subject { logical_id: name, type_name, physical_id, properties: None };
                self.resource_event(id, op, &subject, status, Some(&reason));
                self.forget(id, name);
                return true;
            }
            self.refuse(id, op, (name, type_name, physical_id), Action::Delete, &reason);
            return false;
        }
        self.world
            .things
            .remove(&World::key(&place, type_name, physical_id));
        if type_name == "AWS::S3::Bucket" {
            self.world.objects.remove(physical_id);
        }
        let subject = Subject { logical_id: name, type_name, physical_id, properties: None };
        let status = ResourceStatus(Action::Delete, State::Complete);
        self.resource_event(id, op, &subject, status, None);
        if matches!(task.work, Work::Delete) {
            self.forget(id, name);
        }
        true
    }

    /// Starts to set a resource back.
    pub(super) fn start_restore(&mut self, id: &str, op: &mut Operation, name: &str) -> Progress {
        let Some((current, old)) = self.both(id, name) else { return Progress::Done };
        if op.skip.iter().any(|it| it == name) {
            self.put_back(id, name, &current, old);
            return self.restored(id, op, name);
        }
        if is_as_it_was(&current, &old) {
            return Progress::Done;
        }
        let subject = Subject {
            logical_id: name,
            type_name: &old.type_name,
            physical_id: &current.physical_id,
            properties: Some(&old.properties),
        };
        let status = ResourceStatus(Action::Update, State::InProgress);
        self.resource_event(id, op, &subject, status, None);
        let until = op.now.after(self.durations.of(&old.type_name));
        Progress::Running { until, step: Step::Restore }
    }

    pub(super) fn end_restore(&mut self, id: &str, op: &mut Operation, name: &str) -> bool {
        let Some((current, old)) = self.both(id, name) else { return true };
        let Some(stack) = self.world.stacks.get(id) else { return false };
        let (place, stack_name) = (stack.place.clone(), stack.name.clone());
        let fault = self
            .faults
            .resource(&stack_name, name, &[faults::Step::Rollback]);
        let target = (name, old.type_name.as_str(), old.physical_id.as_str());
        if let Some(reason) = fault {
            self.refuse(id, op, target, Action::Update, &reason);
            return false;
        }
        let Some(thing) = self
            .world
            .thing_mut(&place, &old.type_name, &old.physical_id)
        else {
            let reason = not_found(&old.type_name, &old.physical_id);
            self.refuse(id, op, target, Action::Update, &reason);
            return false;
        };
        thing.properties = old.properties.clone();
        thing.attributes.clone_from(&old.attributes);
        self.put_back(id, name, &current, old);
        self.restored(id, op, name);
        true
    }

    fn restored(&mut self, id: &str, op: &mut Operation, name: &str) -> Progress {
        if let Some(resource) = self.resource(id, name).cloned() {
            let subject = Subject {
                logical_id: name,
                type_name: &resource.type_name,
                physical_id: &resource.physical_id,
                properties: None,
            };
            let status = ResourceStatus(Action::Update, State::Complete);
            self.resource_event(id, op, &subject, status, None);
        }
        Progress::Done
    }

    /// The resource as it is and as it was.
    fn both(&self, id: &str, name: &str) -> Option<(StackResource, StackResource)> {
        let stack = self.world.stacks.get(id)?;
        let old = stack.stable.as_ref()?.resources.get(name)?.clone();
        let current = stack
            .resources
            .get(name)
            .cloned()
            .unwrap_or_else(|| old.clone());
        Some((current, old))
    }

    /// The stack refers to the old resource again; the new one is deleted later.
    fn put_back(&mut self, id: &str, name: &str, current: &StackResource, old: StackResource) {
        let Some(stack) = self.world.stacks.get_mut(id) else { return };
        stack
            .leftovers
            .retain(|it| it.physical_id != old.physical_id);
        if current.physical_id != old.physical_id && !current.physical_id.is_empty() {
            stack.leftovers.push(Leftover {
                logical_id: name.to_owned(),
                type_name: current.type_name.clone(),
                physical_id: current.physical_id.clone(),
                retained: false,
            });
        }
        stack.resources.insert(name.to_owned(), old);
    }

    /// Whether the template wants a resource to outlive the stack's knowledge of it.
    fn stays(&self, id: &str, op: &Operation, name: &str) -> bool {
        let Some(stack) = self.world.stacks.get(id) else { return false };
        let policy = stack.target.policy(name, "DeletionPolicy");
        let rolls_back = matches!(op.phase, Phase::RollBack | Phase::CleanUp { rolled_back: true });
        let policy = policy.or_else(|| {
            let stable = stack.stable.as_ref()?;
            stable.target.policy(name, "DeletionPolicy")
        });
        match policy {
            Some("RetainExceptOnCreate") => !rolls_back,
            Some("Retain") => !(rolls_back && op.retain_except_on_create),
            _ => false,
        }
    }

    fn forget(&mut self, id: &str, name: &str) {
        if let Some(stack) = self.world.stacks.get_mut(id) {
            stack.resources.shift_remove(name);
        }
    }

    /// A thing that stays belongs to no stack any more.
    fn release(&mut self, id: &str, resource: &StackResource) {
        let place = self
            .world
            .stacks
            .get(id)
            .map(|it| it.place.clone())
            .unwrap_or_default();
        if let Some(thing) =
            self.world
                .thing_mut(&place, &resource.type_name, &resource.physical_id)
        {
            thing.stack = None;
        }
    }
}

/// Whether nothing happened to a resource since the last state that worked.
pub(super) fn is_as_it_was(current: &StackResource, old: &StackResource) -> bool {
    current.physical_id == old.physical_id
        && changed_paths(&current.properties, &old.properties).is_empty()
        && current.tags == old.tags
        && current.metadata == old.metadata
        && current.status.1 != State::Failed
}
