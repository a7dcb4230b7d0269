//! A template as rules look at it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

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
    /// What each resource refers to or depends on, once somebody asks.
    needs: OnceLock<BTreeMap<String, BTreeSet<String>>>,
    /// What outputs refer to: others may do anything with it.
    shared: OnceLock<BTreeSet<String>>,
}

impl<'a> StackView<'a> {
    /// A view of `template`, which is for `region`.
    pub fn new(template: &'a Template, region: Option<&'a str>) -> Self {
        let resources = template.resources().collect();
        Self { template, region, resources, needs: OnceLock::new(), shared: OnceLock::new() }
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
            for next in self.all_needs().get(at).into_iter().flatten() {
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
        self.all_needs()
            .get(one)
            .is_some_and(|needs| needs.contains(other))
    }

    /// Whether other stacks may use the resource: an output refers to it.
    #[must_use]
    pub fn is_shared(&self, logical_id: &str) -> bool {
        let find = || {
            let mut found = BTreeSet::new();
            if let Some(outputs) = self.template.section("Outputs") {
                references(outputs, &mut found);
            }
            owned(&found)
        };
        self.shared.get_or_init(find).contains(logical_id)
    }

    fn all_needs(&self) -> &BTreeMap<String, BTreeSet<String>> {
        let of = |resource: &Resource<'a>| {
            let mut found = BTreeSet::new();
            if let Some(properties) = resource.entry.get("Properties") {
                references(properties, &mut found);
            }
            match resource.entry.get("DependsOn") {
                Some(Value::String(one)) => drop(found.insert(one)),
                Some(Value::Array(all)) => found.extend(all.iter().filter_map(Value::as_str)),
                _ => {}
            }
            (resource.logical_id.to_owned(), owned(&found))
        };
        self.needs
            .get_or_init(|| self.resources.iter().map(of).collect())
    }

    fn view<'s>(&'s self, resource: Resource<'s>) -> ResourceView<'s> {
        ResourceView::new(self, resource)
    }
}

/// Names that no longer borrow from the template: what is found late must not bind its lifetime.
fn owned(names: &BTreeSet<&str>) -> BTreeSet<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
