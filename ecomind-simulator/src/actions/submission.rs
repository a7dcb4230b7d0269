//! A template and what is sent with it becomes a target.

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::{
    evaluate::{Scope, check_rules},
    failure::{Failure, Result},
    state::{Parameter, Stack, Target},
    template::{self, Given},
};

use super::{capabilities, context::Context, storage};

const LARGEST_INLINE: usize = 51_200;
const LARGEST: usize = 1_048_576;

/// What the call wants a stack to become, checked. `current` is the stack as it is, and `like` what
/// settings that aren't sent are taken from.
pub(super) fn target(
    context: &Context<'_>,
    current: &Stack,
    like: &Target,
    directly: bool,
) -> Result<Target> {
    let input = &context.input;
    let text = match text(context)? {
        Some(text) => text,
        None if input.flag("UsePreviousTemplate") && !like.text.is_empty() => like.text.clone(),
        None => {
            return Err(Failure::validation(
                "Either Template URL or Template Body must be specified.",
            ));
        }
    };
    let source = template::read(&text)?;
    let parameters = parameters(context, &source, &like.parameters)?;
    let processed = processed(context, &source, &parameters)?;
    template::check(&processed)?;
    let capabilities = input.texts("Capabilities");
    capabilities::check(&source, &processed, &capabilities, directly)?;
    let text_or = |name: &str, old: &Option<String>| {
        input.text(name).map(str::to_owned).or_else(|| old.clone())
    };
    let target = Target {
        text,
        processed,
        parameters,
        tags: if input.has("Tags") { tags(context)? } else { like.tags.clone() },
        capabilities,
        role_arn: text_or("RoleARN", &like.role_arn),
        notification_arns: if input.has("NotificationARNs") {
            input.texts("NotificationARNs")
        } else {
            like.notification_arns.clone()
        },
        rollback_configuration: match input.value("RollbackConfiguration") {
            Some(given) => given.clone(),
            None => like.rollback_configuration.clone(),
        },
    };
    let scope = Scope::new(context.engine.world, current, &target).map_err(Failure::validation)?;
    check_rules(&scope)?;
    Ok(target)
}

/// The template that the call brings, inline or from a bucket.
pub(super) fn text(context: &Context<'_>) -> Result<Option<String>> {
    let input = &context.input;
    if let Some(body) = input.text("TemplateBody") {
        if LARGEST_INLINE < body.len() {
            return Err(Failure::validation(format!(
                "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: \
                 Member must have length less than or equal to {LARGEST_INLINE}"
            )));
        }
        return Ok(Some(body.to_owned()));
    }
    let Some(url) = input.text("TemplateURL") else { return Ok(None) };
    at_url(context, url).map(Some)
}

pub(super) fn at_url(context: &Context<'_>, url: &str) -> Result<String> {
    let body = storage::at_url(context.engine.world, context.endpoint, url)?;
    if LARGEST < body.len() {
        return Err(Failure::validation(format!(
            "Template may not exceed {LARGEST} bytes in size."
        )));
    }
    String::from_utf8(body).map_err(|_| Failure::validation("Template format error: not UTF-8"))
}

fn parameters(
    context: &Context<'_>,
    source: &Value,
    previous: &IndexMap<String, Parameter>,
) -> Result<IndexMap<String, Parameter>> {
    let mut given = IndexMap::new();
    for item in context.input.list("Parameters") {
        let Some(key) = item.get("ParameterKey").and_then(Value::as_str) else { continue };
        let uses_previous = item.get("UsePreviousValue").and_then(Value::as_str) == Some("true");
        let value = item.get("ParameterValue").and_then(Value::as_str);
        let value = match value {
            Some(value) if !uses_previous => Given::Value(value.to_owned()),
            _ if uses_previous => Given::Previous,
            _ => continue,
        };
        given.insert(key.to_owned(), value);
    }
    template::resolve(source, &given, previous, &|name| stored(context, name))
}

/// What Systems Manager has under a name; AWS's own parameters have something for any name.
fn stored(context: &Context<'_>, name: &str) -> Option<String> {
    if let Some(rest) = name.strip_prefix("/aws/service/") {
        return Some(format!("ami-0{}", crate::digest::hex(&[rest], 16)));
    }
    let found = context
        .engine
        .world
        .named(&context.place, "AWS::SSM::Parameter", name)?;
    found.get("Value")?.as_str().map(str::to_owned)
}

/// The template with its transforms applied.
pub(super) fn processed(
    context: &Context<'_>,
    source: &Value,
    parameters: &IndexMap<String, Parameter>,
) -> Result<Value> {
    let place = &context.place;
    let reference = |name: &str| {
        let pseudo = match name {
            "AWS::Region" => Some(json!(place.region)),
            "AWS::AccountId" => Some(json!(place.account)),
            _ => None,
        };
        parameters.get(name).map(Parameter::reference).or(pseudo)
    };
    template::process(source, &reference)
}

fn tags(context: &Context<'_>) -> Result<IndexMap<String, String>> {
    let mut tags = IndexMap::new();
    for item in context.input.list("Tags") {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        if tags
            .insert(text("Key").to_owned(), text("Value").to_owned())
            .is_some()
        {
            return Err(Failure::validation(format!("Duplicate tag key {}", text("Key"))));
        }
    }
    Ok(tags)
}
