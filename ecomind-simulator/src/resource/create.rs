//! A resource is made.

use serde_json::{Map, Value};

use crate::state::{Thing, World};

pub(crate) use super::identifier::Maker;

/// What a resource is once it exists.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) physical_id: String,
    pub(crate) identifier: Map<String, Value>,
    pub(crate) attributes: Map<String, Value>,
}

/// The ids and attributes of a new resource. Nothing is added to the world yet.
pub(crate) fn make(maker: &Maker<'_>) -> Made {
    Made {
        physical_id: maker.physical_id(),
        identifier: maker.identifier(),
        attributes: maker.attributes(),
    }
}

/// A thing that has the name which the new resource would have.
pub(crate) fn conflict<'a>(world: &'a World, maker: &Maker<'_>, made: &Made) -> Option<&'a Thing> {
    if let Some(thing) = world.thing(maker.place, maker.type_name, &made.physical_id) {
        return Some(thing);
    }
    // Names of buckets are taken everywhere.
    if maker.type_name == "AWS::S3::Bucket" {
        let mut things = world.things.values();
        return things
            .find(|it| it.type_name == maker.type_name && it.physical_id == made.physical_id);
    }
    if !maker.is_named_by_template() {
        return None;
    }
    world
        .things_of(maker.place, maker.type_name)
        .find(|it| it.identifier == made.identifier)
}
