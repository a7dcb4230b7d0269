//! A template as rules look at it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::template::{Resource, Template};

use super::{ResourceView, resource_view::references};

/// A template, and what refers to what in it.
#[derive(Debug)]
pub struct StackView<'a> {
    template: &'a Template,
    region: Option<&'a str>,
    /// Found once: every rule goes through them.
    resources: Vec<Resource<'a>>,
    /// What each resource refers to or depends on.
    needs: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// What outputs refer to: others may do anything with it.
    shared: BTreeSet<&'a str>,
}

impl<'a> StackView<'a> {
    /// A view of `template`, which is for `region`.
    pub fn new(template: &'a Template, region: Option<&'a str>) -> Self {
        let resources: Vec<_> = template.resources().collect();
        let mut needs = BTreeMap::new();
        for resource in &resources {
            let mut found = BTreeSet::new();
            resource
                .entry
                .get("Properties")
                .into_iter()
                .for_each(|it| references(it, &mut found));
            match resource.entry.get("DependsOn") {
                Some(Value::String(one)) => drop(found.insert(one)),
                Some(Value::Array(all)) => found.extend(all.iter().filter_map(Value::as_str)),
                _ => {}
            }
            needs.insert(resource.logical_id, found);
        }
        let mut shared = BTreeSet::new();
        template
            .section("Outputs")
            .into_iter()
            .for_each(|it| references(it, &mut shared));
        Self { template, region, resources, needs, shared }
    }

    /// The region that the stack is for, if it is known.
    #[must_use]
    pub fn region(&self) -> Option<&'a str> {
        self.region
    }

    /// The template itself.
    #[must_use]
    pub fn template(&self) -> &'a Template {
        self.template
    }

    /// Every resource, in the order of the template.
    pub fn resources(&self) -> impl Iterator<Item = ResourceView<'_>> {
        self.resources.iter().map(|resource| self.view(*resource))
    }

    /// The resources of these types.
    pub fn of_types(&self, types: &[&str]) -> impl Iterator<Item = ResourceView<'_>> {
        self.resources()
            .filter(move |resource| types.contains(&resource.type_name()))
    }

    /// The resource with this logical id.
    #[must_use]
    pub fn resource(&self, logical_id: &str) -> Option<ResourceView<'_>> {
        self.template
            .resource(logical_id)
            .map(|resource| self.view(resource))
    }

    /// Whether one resource refers to or depends on another, by way of others too.
    #[must_use]
    pub fn needs(&self, one: &str, other: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting = vec![one];
        while let Some(at) = waiting.pop() {
            for &next in self.needs.get(at).into_iter().flatten() {
                if next == other {
                    return true;
                }
                if seen.insert(next) {
                    waiting.push(next);
                }
            }
        }
        false
    }

    /// Whether one resource refers to another itself.
    #[must_use]
    pub fn refers(&self, one: &str, other: &str) -> bool {
        self.needs
            .get(one)
            .is_some_and(|needs| needs.contains(other))
    }

    /// Whether other stacks may use the resource: an output refers to it.
    #[must_use]
    pub fn is_shared(&self, logical_id: &str) -> bool {
        self.shared.contains(logical_id)
    }

    fn view<'s>(&'s self, resource: Resource<'s>) -> ResourceView<'s> {
        ResourceView::new(self, resource)
    }
}
