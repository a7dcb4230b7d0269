//! What a stack writes down about its resources.

use indexmap::IndexMap;
use serde_json::Value;

use crate::{
    clock::Moment,
    state::{Action, Operation, OperationKind, Progress, ResourceStatus, StackResource, State},
    template::dependencies,
};

use super::{Engine, events::Subject};

impl Engine<'_> {
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
    pub(super) fn add(
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

    /// When work on a resource of this type that begins now is over. What waits for a signal of an
    /// instance gets it, though there is no instance; a fault is how it doesn't.
    pub(super) fn until(&self, op: &Operation, type_name: &str) -> Moment {
        op.now.after(self.durations.of(type_name))
    }
}

pub(super) fn not_found(type_name: &str, physical_id: &str) -> String {
    format!(
        "Resource handler returned message: \"Resource of type '{type_name}' with identifier \
         '{physical_id}' was not found.\" (HandlerErrorCode: NotFound)"
    )
}

/// The stack's tags, where the type takes tags.
pub(super) fn tags_for(type_name: &str, op: &Operation) -> IndexMap<String, String> {
    let schema = ecomind_constructs::schema::resource_type(type_name);
    let takes_tags = schema.is_some_and(|it| it.tagging().is_some());
    if takes_tags && op.kind != OperationKind::Import {
        op.target.tags.clone()
    } else {
        IndexMap::new()
    }
}
