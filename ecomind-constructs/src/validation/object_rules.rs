//! Which properties of an object go together, or don't.

use serde_json::{Map, Value};

use crate::schema::{Rule, Strings};

use super::{
    Check,
    checker::Checker,
    objects::{Presence, presence},
};

impl<'a> Checker<'a> {
    /// Checks one rule of an object.
    pub(super) fn object_rule(&mut self, rule: &Rule, entries: &'a Map<String, Value>) {
        let is = |name: &str| presence(entries.get(name));
        // A set is as certain as the least certain of its properties.
        let all = |set: &Strings| {
            set.map(is)
                .min_by_key(|it| *it as u8)
                .unwrap_or(Presence::No)
        };
        match rule {
            Rule::ExactlyOne(sets) => {
                let certain: Vec<&Strings> = sets
                    .iter()
                    .filter(|set| all(set) == Presence::Yes)
                    .collect();
                let is_possible = sets.iter().any(|set| all(set) != Presence::No);
                if !is_possible {
                    let message = format!("must have exactly one of {}", listed(sets));
                    self.find(Check::Choice, message);
                } else if 1 < certain.len() && !is_subset(&certain) {
                    let both: Vec<Strings> = certain.into_iter().copied().collect();
                    let message =
                        format!("must have only one of {}, got {}", listed(sets), listed(&both));
                    self.find(Check::Choice, message);
                }
            }
            Rule::AtLeastOne(sets) => {
                if sets.iter().all(|set| all(set) == Presence::No) {
                    self.find(Check::Choice, format!("must have at least one of {}", listed(sets)));
                }
            }
            Rule::Requires(name, others) => {
                if is(name) != Presence::Yes {
                    return;
                }
                let missing = others.filter(|other| is(other) == Presence::No);
                for other in missing.collect::<Vec<_>>() {
                    self.find(Check::Together, format!("must have `{other}` with `{name}`"));
                }
            }
            Rule::Excludes(name, others) => {
                if is(name) != Presence::Yes {
                    return;
                }
                let clashing = others.filter(|other| is(other) == Presence::Yes);
                for other in clashing.collect::<Vec<_>>() {
                    self.find(Check::Apart, format!("must not have `{other}` with `{name}`"));
                }
            }
        }
    }
}

/// Whether the larger sets hold the smaller ones: then the larger one is what is meant.
fn is_subset(sets: &[&Strings]) -> bool {
    let largest = sets.iter().max_by_key(|set| set.count());
    largest.is_some_and(|largest| {
        sets.iter()
            .all(|set| set.all_in(|name| largest.any_is(name)))
            && sets.iter().any(|set| set.count() < largest.count())
    })
}

trait Names {
    fn all_in(&self, holds: impl Fn(&str) -> bool) -> bool;
    fn any_is(&self, name: &str) -> bool;
}

impl Names for Strings {
    fn all_in(&self, holds: impl Fn(&str) -> bool) -> bool {
        let mut names = *self;
        names.all(holds)
    }

    fn any_is(&self, name: &str) -> bool {
        let mut names = *self;
        names.any(|other| other == name)
    }
}

/// "`A`, `B` with `C`": sets in words.
fn listed(sets: &[Strings]) -> String {
    let set = |set: &Strings| {
        let names: Vec<String> = set.map(|name| format!("`{name}`")).collect();
        names.join(" with ")
    };
    sets.iter().map(set).collect::<Vec<_>>().join(", ")
}
