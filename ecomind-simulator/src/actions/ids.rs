//! ARNs of stacks and change sets, and the names they may have.

use crate::{
    clock::Moment,
    failure::{Failure, Result},
    place::Place,
    state::{Stack, StackStatus, Target, World},
};

/// Adds a stack that has nothing yet.
pub(super) fn new_stack(world: &mut World, place: &Place, name: &str) -> Result<String> {
    check_name(name, "stackName")?;
    let id = format!(
        "arn:{}:cloudformation:{}:{}:stack/{name}/{}",
        place.partition(),
        place.region,
        place.account,
        world.id("stack")
    );
    let stack = Stack {
        id: id.clone(),
        name: name.to_owned(),
        place: place.clone(),
        status: StackStatus::ReviewInProgress,
        status_reason: Some("User Initiated".to_owned()),
        created: world.tick(),
        updated: None,
        deleted: None,
        target: Target::default(),
        resources: indexmap::IndexMap::new(),
        outputs: Vec::new(),
        stable: None,
        leftovers: Vec::new(),
        events: Vec::new(),
        operation: None,
        operations: Vec::new(),
        change_sets: indexmap::IndexMap::new(),
        change_set: None,
        policy: None,
        termination_protection: false,
        disable_rollback: false,
        timeout_in_minutes: None,
        parent: None,
        drift: None,
    };
    world.stacks.insert(id.clone(), stack);
    Ok(id)
}

pub(super) fn change_set_id(world: &mut World, place: &Place, name: &str) -> String {
    format!(
        "arn:{}:cloudformation:{}:{}:changeSet/{name}/{}",
        place.partition(),
        place.region,
        place.account,
        world.id("change-set")
    )
}

/// A letter, then letters, digits and hyphens.
pub(super) fn check_name(name: &str, field: &str) -> Result<()> {
    let starts = name.starts_with(|it: char| it.is_ascii_alphabetic());
    let goes_on = name
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || it == b'-');
    if starts && goes_on && name.len() <= 128 {
        return Ok(());
    }
    Err(Failure::validation(format!(
        "1 validation error detected: Value '{name}' at '{field}' failed to satisfy constraint: Member \
         must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
    )))
}

pub(super) fn time(moment: Option<Moment>) -> Option<String> {
    moment.map(Moment::iso)
}
