//! Resources that wait for each other, and dependencies that say nothing new.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Check, checker::Checker, functions::function_of, substitution::names_in};

impl Checker<'_> {
    /// Finds the shortest circle.
    pub(super) fn circles(&mut self) {
        let Err(circle) = self.waits_for.order() else { return };
        let mut ids = vec![""; self.names.resources.len()];
        for (id, declared) in &self.names.resources {
            ids[declared.index] = *id;
        }
        let steps = circle.iter().chain(circle.first()).map(|&index| ids[index]);
        let text = steps
            .map(|id| format!("`{id}`"))
            .collect::<Vec<_>>()
            .join(" -> ");
        let Some(first) = circle.first().map(|&index| ids[index]) else { return };
        let hint = "move one of the references into a resource of its own, such as \
                    AWS::EC2::SecurityGroupIngress, or take it out";
        self.within("Resources", |checker| {
            checker.within(first, |checker| {
                let message = format!("waits for itself: {text}");
                checker.find_with(Check::Cycle, message, Some(hint.to_owned()));
            });
        });
    }

    /// Finds `DependsOn` that a reference makes superfluous.
    pub(super) fn redundant_dependencies(&mut self) {
        let template = self.template;
        for resource in template.resources() {
            let Some(value) = resource.entry.get("DependsOn") else { continue };
            let mut referred = BTreeSet::new();
            if let Some(properties) = resource.entry.get("Properties") {
                references(properties, &mut referred);
            }
            let names = value
                .as_array()
                .map_or(std::slice::from_ref(value), Vec::as_slice);
            for name in names.iter().filter_map(Value::as_str) {
                if referred.contains(name) && self.names.resources.contains_key(name) {
                    let message = format!("needs no `{name}`: a property refers to it already");
                    self.within("Resources", |it| {
                        it.within(resource.logical_id, |it| {
                            it.within("DependsOn", |it| it.find(Check::Redundant, message));
                        });
                    });
                }
            }
        }
    }
}

/// What a value refers to.
fn references<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    let place = super::checker::Place::Property;
    match function_of(value, place) {
        Some(("Ref", Value::String(name))) => {
            found.insert(name);
        }
        Some(("Fn::GetAtt", Value::String(text))) => {
            found.extend(text.split('.').next());
        }
        Some(("Fn::GetAtt", Value::Array(items))) => {
            found.extend(items.first().and_then(Value::as_str));
        }
        Some(("Fn::Sub", argument)) => {
            let text = argument.as_str().or_else(|| argument.get(0)?.as_str());
            let names = text.map(names_in).into_iter().flatten();
            found.extend(names.filter_map(|name| name.split('.').next()));
            references_inside(argument, found);
        }
        _ => references_inside(value, found),
    }
}

fn references_inside<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(entries) => entries.values().for_each(|entry| references(entry, found)),
        _ => {}
    }
}
