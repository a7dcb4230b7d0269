//! What two environments differ in, one thing at a time.

use serde_json::Value;

use crate::{
    assembly::StackSnapshot,
    diff::{Action, Difference, Presence, PropertyDifference, compare},
};

use super::plain::same_as_written;

/// One thing in which two environments differ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variance {
    /// The id of the stack.
    pub(crate) stack: String,
    /// The construct, or the section of the template; none when it is the stack as a whole.
    pub(crate) place: Option<String>,
    /// The type of a resource.
    pub(crate) type_name: Option<String>,
    /// The line that declares it.
    pub(crate) location: Option<String>,
    /// The way to a value; none when the whole is in one environment alone.
    pub(crate) path: Option<String>,
    /// What the first environment has; none when it has nothing there.
    pub(crate) before: Option<Value>,
    /// What the second environment has.
    pub(crate) after: Option<Value>,
    /// In which environment the whole is, where it is in one alone: 0 or 1.
    pub(crate) only_in: Option<usize>,
}

/// What differs between stacks that are [plain](super::plain), of environments of these names.
/// Stacks go by their ids and resources by their constructs, which make the logical ids.
pub(crate) fn variances(
    one: &[StackSnapshot],
    other: &[StackSnapshot],
    names: [&str; 2],
) -> Vec<Variance> {
    let Difference { stacks, .. } = compare(one, other);
    let mut found = Vec::new();
    for stack in stacks {
        let whole = Variance {
            stack: stack.id.clone(),
            place: None,
            type_name: None,
            location: None,
            path: None,
            before: None,
            after: None,
            only_in: None,
        };
        match stack.presence {
            Presence::Added => found.push(Variance { only_in: Some(1), ..whole }),
            Presence::Removed => found.push(Variance { only_in: Some(0), ..whole }),
            Presence::Kept => {
                for resource in &stack.resources {
                    let own = Variance {
                        place: Some(resource.place().to_owned()),
                        type_name: Some(resource.type_name.clone()),
                        location: resource.location.clone(),
                        ..whole.clone()
                    };
                    match resource.action {
                        Action::Add => found.push(Variance { only_in: Some(1), ..own }),
                        Action::Remove => found.push(Variance { only_in: Some(0), ..own }),
                        _ => found.extend(
                            resource
                                .properties
                                .iter()
                                .chain(&resource.attributes)
                                .filter(|it| differs(it, names))
                                .map(|it| value(&own, it)),
                        ),
                    }
                }
                let sections = stack.sections.into_iter();
                let sections = sections
                    .filter(|it| !same_as_written(it.before.as_ref(), it.after.as_ref(), names));
                found.extend(sections.map(|it| Variance {
                    place: Some(it.section),
                    path: Some(it.name),
                    before: it.before,
                    after: it.after,
                    ..whole.clone()
                }));
            }
        }
    }
    found
}

fn differs(difference: &PropertyDifference, names: [&str; 2]) -> bool {
    !same_as_written(difference.before.as_ref(), difference.after.as_ref(), names)
}

fn value(own: &Variance, difference: &PropertyDifference) -> Variance {
    Variance {
        path: Some(difference.path.clone()),
        before: difference.before.clone(),
        after: difference.after.clone(),
        ..own.clone()
    }
}

impl Variance {
    /// Whether both are about the same thing, whatever its value is.
    pub(super) fn is_at(&self, other: &Self) -> bool {
        (&self.stack, &self.place, &self.path, self.only_in)
            == (&other.stack, &other.place, &other.path, other.only_in)
    }

    /// Whether both end with the same value at the same place.
    pub(super) fn becomes(&self, other: &Self) -> bool {
        self.is_at(other)
            && self.after == other.after
            && (self.after.is_some() || self.before == other.before)
    }
}
