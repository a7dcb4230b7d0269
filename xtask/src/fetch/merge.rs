//! Two descriptions of one resource type become one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    lint::Schemas,
    paths,
    service_spec::{self, ServiceSpec},
    types::{Place, TypeMerger},
};
use crate::ir::{Ir, Property, Replacement, ResourceType, TagStyle, Tagging};

pub(crate) fn merge(spec: &ServiceSpec, lint: &Schemas) -> Ir {
    let regions: Vec<String> = lint.regions.keys().cloned().collect();
    let names: BTreeSet<&String> = spec.resources.keys().chain(lint.types.keys()).collect();
    let mut resources = BTreeMap::new();
    for name in names {
        let schema = lint.types.get(name);
        let mut resource = resource(spec, spec.resources.get(name), schema);
        let known = (0..)
            .zip(&regions)
            .filter(|(_, region)| lint.regions[*region].contains(name));
        resource.regions = known.map(|(index, _)| index).collect();
        resources.insert(name.clone(), resource);
    }
    Ir { sources: Vec::new(), regions, resources }
}

fn resource(
    spec: &ServiceSpec,
    entity: Option<&service_spec::Resource>,
    schema: Option<&Value>,
) -> ResourceType {
    let null = Value::Null;
    let root = schema.unwrap_or(&null);
    let mut resource = ResourceType {
        primary_identifier: paths::ordered(root, "primaryIdentifier"),
        create_only: paths::list(root, "createOnlyProperties"),
        conditional_create_only: paths::list(root, "conditionalCreateOnlyProperties"),
        read_only: paths::list(root, "readOnlyProperties"),
        write_only: paths::list(root, "writeOnlyProperties"),
        deprecated: paths::list(root, "deprecatedProperties"),
        permissions: permissions(root),
        stateful: entity.is_some_and(|it| it.is_stateful),
        delete_before_create: root["replacementStrategy"] == "delete_then_create",
        lifecycle: lifecycle(root),
        ..ResourceType::default()
    };

    let no_properties = BTreeMap::new();
    let place = Place {
        properties: entity.map(|it| &it.properties),
        docs: entity.map_or("", |it| &it.documentation),
        schema,
        path: String::new(),
    };
    let mut merger = TypeMerger::new(spec, root, &resource);
    let object = merger.object(&place);
    let attributes = merger.attributes(entity.map_or(&no_properties, |it| &it.attributes), &object);
    let types = merger.finish();
    (resource.object, resource.attributes, resource.types) = (object, attributes, types);

    if let Some(entity) = entity {
        if resource.primary_identifier.is_empty() {
            resource
                .primary_identifier
                .clone_from(&entity.primary_identifier);
        }
        resource.reference.clone_from(&entity.cfn_ref_identifier);
    }
    if resource.reference.is_empty() {
        resource.reference.clone_from(&resource.primary_identifier);
    }
    if schema.is_none() {
        resource.create_only = replacing(&resource.object.properties, Replacement::Yes);
        resource.conditional_create_only =
            replacing(&resource.object.properties, Replacement::Maybe);
        resource.read_only = resource
            .attributes
            .keys()
            .map(|it| it.replace('.', "/"))
            .collect();
    }
    resource.tagging = tagging(root, entity, &resource);
    resource
}

fn replacing(properties: &BTreeMap<String, Property>, wanted: Replacement) -> Vec<String> {
    let found = properties
        .iter()
        .filter(|(_, property)| property.replacement == wanted);
    found.map(|(name, _)| name.clone()).collect()
}

fn permissions(root: &Value) -> BTreeMap<String, Vec<String>> {
    let mut permissions = BTreeMap::new();
    for (handler, details) in root["handlers"].as_object().into_iter().flatten() {
        let listed = details["permissions"].as_array().into_iter().flatten();
        let actions: BTreeSet<&str> = listed.filter_map(Value::as_str).map(str::trim).collect();
        let actions = actions.into_iter().filter(|it| !it.is_empty());
        permissions.insert(handler.clone(), actions.map(ToOwned::to_owned).collect());
    }
    permissions
}

fn lifecycle(root: &Value) -> Option<String> {
    let status = root["lifecycle"]["status"].as_str()?;
    let date = root["lifecycle"]["date"].as_str();
    Some(date.map_or_else(|| status.to_owned(), |date| format!("{status} {date}")))
}

fn tagging(
    root: &Value,
    entity: Option<&service_spec::Resource>,
    resource: &ResourceType,
) -> Option<Tagging> {
    let details = &root["tagging"];
    let flag = |key: &str| details[key].as_bool().unwrap_or(true);
    let told = entity.and_then(|it| it.tag_information.as_ref());
    let listed = details["tagProperty"]
        .as_str()
        .map(|it| it.trim_start_matches("/properties/"));

    let property = match (told, listed) {
        (Some(told), _) => told.tag_property_name.clone(),
        (None, Some(listed)) if flag("taggable") => listed.to_owned(),
        _ => return None,
    };
    let style = match told.map(|it| it.variant.as_str()) {
        Some("standard") => TagStyle::List,
        Some("asg") => TagStyle::AutoScalingGroup,
        Some("map") => TagStyle::Map,
        _ => match resource.object.properties.get(&property)?.shape.kind {
            crate::ir::Kind::List(_) => TagStyle::List,
            _ => TagStyle::Map,
        },
    };
    // A schema that names no such property is wrong about tags.
    resource
        .object
        .properties
        .contains_key(&property)
        .then(|| Tagging { property, style, updatable: flag("tagUpdatable") })
}
