//! The changes between a stack and what it is to become.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::{
    evaluate::{Scope, UNKNOWN},
    failure::{Failure, Result},
    resource::{Verdict, changed_paths},
    state::{Stack, StackResource, Target, World},
    template::dependencies,
};

use super::details::{self, Detail};

/// What the planner knows about a resource that it has looked at.
#[derive(Debug, Default)]
struct Seen {
    /// Resources that get a new physical id, or may get one.
    replaced: BTreeSet<String>,
    /// Resources that change in place.
    modified: BTreeSet<String>,
}

/// The changes, as `DescribeChangeSet` shows them with all values.
pub(crate) fn changes(
    world: &World,
    stack: &Stack,
    target: &Target,
    imports: &IndexMap<String, Map<String, Value>>,
    revert_drift: bool,
) -> Result<Vec<Value>> {
    let resources = target.section("Resources");
    let mut seen = Seen::default();
    let mut found = BTreeMap::new();
    for name in ordered(resources) {
        let scope = scope(world, stack, target, &seen)?;
        if !scope
            .exists(&resources[&name])
            .map_err(Failure::validation)?
        {
            continue;
        }
        let planner = Planner { scope: &scope, stack, target, seen: &seen, revert_drift };
        match stack
            .resources
            .get(&name)
            .filter(|it| !it.physical_id.is_empty())
        {
            None => {
                let is_import = imports.contains_key(&name);
                found.insert(name.clone(), planner.addition(&name, is_import)?);
                seen.replaced.insert(name);
            }
            Some(current) => {
                if let Some((change, verdict)) = planner.modification(&name, current)? {
                    found.insert(name.clone(), change);
                    if verdict == Verdict::Never {
                        seen.modified.insert(name);
                    } else {
                        seen.replaced.insert(name);
                    }
                }
            }
        }
    }
    let scope = scope(world, stack, target, &seen)?;
    for (name, current) in &stack.resources {
        let stays = match resources.get(name) {
            Some(entry) => scope.exists(entry).map_err(Failure::validation)?,
            None => false,
        };
        if !stays && !current.physical_id.is_empty() {
            found.insert(name.clone(), removal(stack, name, current));
        }
    }
    Ok(found
        .into_values()
        .map(|it| json!({"Type": "Resource", "ResourceChange": it}))
        .collect())
}

/// Whatever a resource refers to comes before it.
fn ordered(resources: &Map<String, Value>) -> Vec<String> {
    let mut ordered: Vec<String> = Vec::new();
    while ordered.len() < resources.len() {
        let before = ordered.len();
        for name in resources.keys() {
            let is_ready = || {
                dependencies(resources, name)
                    .iter()
                    .all(|it| ordered.contains(it))
            };
            if !ordered.contains(name) && is_ready() {
                ordered.push(name.clone());
            }
        }
        if ordered.len() == before {
            break;
        }
    }
    ordered
}

fn scope<'a>(
    world: &'a World,
    stack: &'a Stack,
    target: &'a Target,
    seen: &Seen,
) -> Result<Scope<'a>> {
    let scope = Scope::new(world, stack, target).map_err(Failure::validation)?;
    Ok(scope.planning(seen.replaced.clone()))
}

struct Planner<'a> {
    scope: &'a Scope<'a>,
    stack: &'a Stack,
    target: &'a Target,
    seen: &'a Seen,
    revert_drift: bool,
}

impl Planner<'_> {
    fn properties(&self, name: &str) -> Result<Value> {
        let entry = self
            .target
            .resource(name)
            .and_then(|it| it.get("Properties"));
        let value = entry.map(|it| self.scope.value(it)).transpose();
        let value = value.map_err(Failure::validation)?.flatten();
        Ok(value.unwrap_or_else(|| Value::Object(Map::new())))
    }

    fn addition(&self, name: &str, is_import: bool) -> Result<Value> {
        let properties = self.properties(name)?;
        Ok(json!({
            "Action": if is_import { "Import" } else { "Add" },
            "LogicalResourceId": name,
            "ResourceType": self.target.type_of(name),
            "Scope": [],
            "Details": [],
            "AfterContext": json!({ "Properties": properties }).to_string(),
        }))
    }

    fn modification(
        &self,
        name: &str,
        current: &StackResource,
    ) -> Result<Option<(Value, Verdict)>> {
        let entry = self.target.resource(name).cloned().unwrap_or_default();
        let after = self.properties(name)?;
        let mut details = self.property_details(name, current, &after);
        details.extend(self.attribute_details(name, current, &entry));
        let drift = self.drift(current, &after, &mut details);
        if drift == Some("DELETED") {
            let mut change = self.addition(name, false)?;
            change["ResourceDriftStatus"] = "DELETED".into();
            return Ok(Some((change, Verdict::Always)));
        }
        if details.is_empty() {
            return Ok(None);
        }
        let verdict = details
            .iter()
            .map(Detail::verdict)
            .max()
            .unwrap_or(Verdict::Never);
        let policy = entry.get("UpdateReplacePolicy").and_then(Value::as_str);
        let policy_action = (verdict != Verdict::Never).then_some(match policy {
            Some("Retain") => "ReplaceAndRetain",
            Some("Snapshot") => "ReplaceAndSnapshot",
            _ => "ReplaceAndDelete",
        });
        let scopes: BTreeSet<&str> = details.iter().map(|it| it.attribute).collect();
        let only_drift = details.iter().all(|it| it.is_drift);
        let change = json!({
            "PolicyAction": policy_action,
            "Action": if only_drift { "SyncWithActual" } else { "Modify" },
            "LogicalResourceId": name,
            "PhysicalResourceId": current.physical_id,
            "ResourceType": current.type_name,
            "Replacement": verdict.replacement(),
            "Scope": scopes,
            "ResourceDriftStatus": drift,
            "Details": details.iter().map(Detail::to_value).collect::<Vec<_>>(),
            "BeforeContext": json!({ "Properties": current.properties }).to_string(),
            "AfterContext": json!({ "Properties": after }).to_string(),
        });
        Ok(Some((change, verdict)))
    }

    fn property_details(&self, name: &str, current: &StackResource, after: &Value) -> Vec<Detail> {
        let mut found = Vec::new();
        let expressions = self
            .target
            .resource(name)
            .and_then(|it| it.get("Properties"));
        for path in changed_paths(&current.properties, after) {
            let expression = expressions.and_then(|it| it.get(&path[0]));
            let value = details::at(after, &path);
            let is_unknown = value.is_some_and(|it| it.to_string().contains(UNKNOWN));
            let sources = expression.map(|it| self.sources(it)).unwrap_or_default();
            found.push(Detail::property(current, after, &path, is_unknown, &sources));
        }
        // An attribute of a resource that changes in place may change with it.
        for (property, expression) in expressions.and_then(Value::as_object).into_iter().flatten() {
            if found
                .iter()
                .any(|it| it.name.as_deref() == Some(property.as_str()))
            {
                continue;
            }
            if let Some(entity) = self.unsteady(expression) {
                found.push(Detail::dynamic(current, property, &entity));
            }
        }
        found
    }

    /// The parameters and resources because of which an expression has another value now.
    fn sources(&self, expression: &Value) -> details::Sources {
        let changed_parameter = |name: &str| {
            let old = self.stack.target.parameters.get(name);
            let new = self.target.parameters.get(name);
            new.is_some() && old.map(|it| &it.value) != new.map(|it| &it.value)
        };
        let is_replaced = |name: &str| self.seen.replaced.contains(name);
        details::sources(expression, &changed_parameter, &is_replaced)
    }

    /// The attribute of a resource changed in place that an expression uses, unless it identifies it.
    fn unsteady(&self, expression: &Value) -> Option<String> {
        crate::template::references(expression)
            .into_iter()
            .find_map(|it| match it {
                crate::template::Reference::Attribute(name, attribute)
                    if self.seen.modified.contains(&name)
                        && !details::identifies(self.target, &name, &attribute) =>
                {
                    Some(format!("{name}.{attribute}"))
                }
                _ => None,
            })
    }

    fn attribute_details(
        &self,
        name: &str,
        current: &StackResource,
        entry: &Map<String, Value>,
    ) -> Vec<Detail> {
        let mut found = Vec::new();
        let old = self
            .stack
            .target
            .resource(name)
            .cloned()
            .unwrap_or_default();
        for attribute in
            ["Metadata", "CreationPolicy", "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy"]
        {
            if old.get(attribute) != entry.get(attribute) {
                found.push(Detail::attribute(attribute));
            }
        }
        let schema = ecomind_constructs::schema::resource_type(&current.type_name);
        if self.stack.target.tags != self.target.tags
            && schema.is_some_and(|it| it.tagging().is_some())
        {
            found.push(Detail::attribute("Tags"));
        }
        found
    }

    /// Where the resource differs from what the stack believes, when that is to be undone.
    fn drift(
        &self,
        current: &StackResource,
        after: &Value,
        found: &mut Vec<Detail>,
    ) -> Option<&'static str> {
        if !self.revert_drift {
            return None;
        }
        let place = &self.stack.place;
        let Some(thing) = self
            .scope
            .world
            .thing(place, &current.type_name, &current.physical_id)
        else {
            return Some("DELETED");
        };
        let paths = changed_paths(&thing.properties, &current.properties);
        if paths.is_empty() {
            return Some("IN_SYNC");
        }
        for path in paths {
            found.retain(|it| it.path != details::written(&path));
            found.push(Detail::drifted(current, after, &path, &thing.properties));
        }
        Some("MODIFIED")
    }
}

fn removal(stack: &Stack, name: &str, current: &StackResource) -> Value {
    let policy = match stack.target.policy(name, "DeletionPolicy") {
        Some("Retain" | "RetainExceptOnCreate") => "Retain",
        Some("Snapshot") => "Snapshot",
        _ => "Delete",
    };
    json!({
        "PolicyAction": policy,
        "Action": "Remove",
        "LogicalResourceId": name,
        "PhysicalResourceId": current.physical_id,
        "ResourceType": current.type_name,
        "Scope": [],
        "Details": [],
        "BeforeContext": json!({ "Properties": current.properties }).to_string(),
    })
}
