//! The whole state.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{clock::Moment, digest, place::Place};

use super::{Object, Refactor, Stack, StackStatus, Thing};

/// Every stack and every physical resource, in all accounts and regions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) now: Moment,
    /// Counts what was made, so that ids differ.
    pub(crate) serial: u64,
    pub(crate) stacks: IndexMap<String, Stack>,
    /// By account, region, type and physical id.
    pub(crate) things: BTreeMap<String, Thing>,
    /// The objects of each bucket, oldest version first.
    pub(crate) objects: BTreeMap<String, Vec<Object>>,
    pub(crate) detections: IndexMap<String, Detection>,
    pub(crate) refactors: IndexMap<String, Refactor>,
    /// Regions that nobody reaches.
    #[serde(default)]
    pub(crate) lost_regions: BTreeSet<String>,
}

/// A search for drift, which is over as soon as it starts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Detection {
    pub(crate) stack: String,
    pub(crate) time: Moment,
    pub(crate) drifted: usize,
}

impl World {
    /// A new id.
    pub(crate) fn id(&mut self, what: &str) -> String {
        self.serial += 1;
        digest::uuid(&[what, &self.serial.to_string()])
    }

    /// A later moment than any before.
    pub(crate) fn tick(&mut self) -> Moment {
        self.now = self.now.after(1);
        self.now
    }

    /// The stack with this name or id. Deleted stacks are found by id only.
    pub(crate) fn find(&self, place: &Place, name: &str) -> Option<&Stack> {
        if name.starts_with("arn:") {
            return self.stacks.get(name);
        }
        let mut stacks = self.stacks.values();
        stacks.find(|it| it.name == name && it.place == *place && !it.is_deleted())
    }

    /// Stacks of a place that exist, without those that only have change sets.
    pub(crate) fn living<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Stack> {
        self.stacks.values().filter(move |it| {
            it.place == *place && !it.is_deleted() && it.status != StackStatus::ReviewInProgress
        })
    }

    pub(crate) fn key(place: &Place, type_name: &str, physical_id: &str) -> String {
        format!("{}/{}/{type_name}/{physical_id}", place.account, place.region)
    }

    pub(crate) fn thing(&self, place: &Place, type_name: &str, id: &str) -> Option<&Thing> {
        self.things.get(&Self::key(place, type_name, id))
    }

    pub(crate) fn thing_mut(
        &mut self,
        place: &Place,
        type_name: &str,
        id: &str,
    ) -> Option<&mut Thing> {
        self.things.get_mut(&Self::key(place, type_name, id))
    }

    /// The things of one type in one place.
    pub(crate) fn things_of(
        &self,
        place: &Place,
        type_name: &str,
    ) -> impl Iterator<Item = &Thing> + use<'_> {
        let prefix = Self::key(place, type_name, "");
        let things = self.things.range(prefix.clone()..);
        things
            .take_while(move |(key, _)| key.starts_with(&prefix))
            .map(|(_, thing)| thing)
    }

    /// The value that a thing of this type and name has in `property`: parameters, secrets.
    pub(crate) fn named(&self, place: &Place, type_name: &str, name: &str) -> Option<&Value> {
        let is_named = |thing: &&Thing| {
            thing.physical_id == name
                || thing.properties.get("Name").and_then(Value::as_str) == Some(name)
        };
        self.things_of(place, type_name)
            .find(is_named)
            .map(|thing| &thing.properties)
    }

    /// The value of an export.
    pub(crate) fn export<'a>(
        &'a self,
        place: &'a Place,
        name: &str,
    ) -> Option<(&'a Stack, &'a str)> {
        fn in_stack<'a>(stack: &'a Stack, name: &str) -> Option<(&'a Stack, &'a str)> {
            let mut exports = stack.exports();
            let found = exports.find(|(found, _)| *found == name)?;
            Some((stack, found.1.value.as_str()))
        }
        self.living(place).find_map(|stack| in_stack(stack, name))
    }
}
