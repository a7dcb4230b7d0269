//! Templates are returned and looked at.

use ecomind_constructs::schema;
use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::{
    failure::{Failure, Result},
    plain::plain,
    state::section,
    template::{self, transforms},
};

use super::{capabilities, change_sets, context::Context, submission};

/// `GetTemplate`, of a stack or a change set, as sent or as processed.
pub(super) fn get_template(context: &mut Context<'_>) -> Result<Value> {
    let stack_id = context
        .input
        .text("StackName")
        .map(|_| context.stack_id())
        .transpose();
    let target = if context.input.text("ChangeSetName").is_some() {
        let (id, name) = change_sets::find(context)?;
        let found = context.stack(&id)?.change_sets.get(&name);
        found
            .ok_or_else(|| Failure::no_change_set(&name))?
            .target
            .clone()
    } else {
        let id = stack_id?.ok_or_else(|| Failure::validation("StackName must be specified"))?;
        context.stack(&id)?.target.clone()
    };
    let is_processed = context.input.text("TemplateStage") == Some("Processed");
    let has_transforms = template::read(&target.text).is_ok_and(|it| !transforms(&it).is_empty());
    // Without transforms, the processed template is the one that was sent.
    let body =
        if is_processed && has_transforms { target.processed.to_string() } else { target.text };
    Ok(json!({ "TemplateBody": body, "StagesAvailable": ["Original", "Processed"] }))
}

/// `ValidateTemplate`.
pub(super) fn validate_template(context: &mut Context<'_>) -> Result<Value> {
    let text = submission::text(context)?.ok_or_else(no_template)?;
    let source = template::read(&text)?;
    let processed = submission::processed(context, &source, &IndexMap::new())?;
    template::check(&processed)?;
    let needed = capabilities::needed(&processed);
    let parameters = template::declarations(&source).iter().map(|(key, it)| {
        json!({
            "ParameterKey": key,
            "DefaultValue": it.get("Default").map(plain),
            "NoEcho": no_echo(it),
            "Description": it.get("Description"),
        })
    });
    Ok(json!({
        "Parameters": parameters.collect::<Vec<_>>(),
        "Description": source.get("Description"),
        "Capabilities": needed.as_ref().map(|it| vec![it.0]),
        "CapabilitiesReason": needed.as_ref().map(|it| &it.1),
        "DeclaredTransforms": transforms(&source),
    }))
}

/// `GetTemplateSummary`, of a text, a template in a bucket, or a stack.
pub(super) fn get_template_summary(context: &mut Context<'_>) -> Result<Value> {
    let text = match submission::text(context)? {
        Some(text) => text,
        None if context.input.text("StackName").is_some() => {
            let id = context.stack_id()?;
            context.stack(&id)?.target.text.clone()
        }
        None => return Err(no_template()),
    };
    let source = template::read(&text)?;
    let needed = capabilities::needed(&source);
    let parameters = template::declarations(&source).iter().map(|(key, it)| {
        json!({
            "ParameterKey": key,
            "DefaultValue": it.get("Default").map(plain),
            "ParameterType": it.get("Type"),
            "NoEcho": no_echo(it),
            "Description": it.get("Description"),
            "ParameterConstraints": {
                "AllowedValues": it.get("AllowedValues").and_then(Value::as_array)
                    .map(|it| it.iter().map(plain).collect::<Vec<_>>()),
            },
        })
    });
    let mut by_type: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for (name, entry) in section(&source, "Resources") {
        if let Some(type_name) = entry.get("Type").and_then(Value::as_str) {
            by_type.entry(type_name).or_default().push(name);
        }
    }
    let identifiers = by_type.iter().map(|(type_name, names)| {
        let primary =
            schema::resource_type(type_name).map(schema::ResourceSchema::primary_identifier);
        json!({
            "ResourceType": type_name,
            "LogicalResourceIds": names,
            "ResourceIdentifiers": primary.map(Iterator::collect::<Vec<_>>),
        })
    });
    Ok(json!({
        "Parameters": parameters.collect::<Vec<_>>(),
        "Description": source.get("Description"),
        "Capabilities": needed.as_ref().map(|it| vec![it.0]),
        "CapabilitiesReason": needed.as_ref().map(|it| &it.1),
        "ResourceTypes": by_type.keys().collect::<Vec<_>>(),
        "Version": source.get("AWSTemplateFormatVersion"),
        "Metadata": source.get("Metadata").map(Value::to_string),
        "DeclaredTransforms": transforms(&source),
        "ResourceIdentifierSummaries": identifiers.collect::<Vec<_>>(),
    }))
}

fn no_template() -> Failure {
    Failure::validation("Either Template URL or Template Body must be specified.")
}

fn no_echo(declaration: &Value) -> bool {
    declaration
        .get("NoEcho")
        .is_some_and(|it| plain(it) == "true")
}
