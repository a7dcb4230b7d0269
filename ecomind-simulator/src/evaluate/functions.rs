//! The intrinsic functions.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value};

use crate::plain::plain;

use super::{
    UNKNOWN, cidr,
    conditions::{equals, logic},
    scope::{Result, Scope},
};

/// The value of a function; the outer nothing says that `map` is none.
#[expect(clippy::option_option, reason = "no function, and no value, are two things")]
pub(super) fn call(scope: &Scope<'_>, map: &Map<String, Value>) -> Result<Option<Option<Value>>> {
    let Some((name, argument)) = map.iter().next().filter(|_| map.len() == 1) else {
        return Ok(None);
    };
    let value = match name.as_str() {
        "Ref" => match argument {
            Value::String(name) => return scope.reference(name).map(Some),
            _ => return Ok(None),
        },
        "Fn::If" => return choose(scope, argument).map(Some),
        "Fn::GetAtt" => get_att(scope, argument)?,
        "Fn::Sub" => Value::from(scope.sub(argument)?),
        "Fn::Join" => join(scope, argument)?,
        "Fn::Select" => select(scope, argument)?,
        "Fn::Split" => split(scope, argument)?,
        "Fn::Base64" => Value::from(BASE64_STANDARD.encode(scope.text(argument)?)),
        "Fn::Cidr" => cidr_of(scope, argument)?,
        "Fn::GetAZs" => scope.zones(&scope.text(argument)?),
        "Fn::FindInMap" => find_in_map(scope, argument)?,
        "Fn::ImportValue" => import(scope, argument)?,
        "Fn::GetStackOutput" => stack_output(scope, argument)?,
        "Fn::Length" => length(scope, argument)?,
        "Fn::ToJsonString" => Value::from(scope.value(argument)?.unwrap_or_default().to_string()),
        "Fn::Equals" => equals(scope, argument)?.into(),
        "Fn::And" | "Fn::Or" | "Fn::Not" => logic(scope, name, argument)?.into(),
        "Condition" => match argument {
            Value::String(name) if scope.conditions.contains_key(name) => {
                scope.condition(name)?.into()
            }
            _ => return Ok(None),
        },
        "Fn::Transform" => return Err("Fn::Transform is not supported by the simulator".to_owned()),
        other if other.starts_with("Fn::") => {
            return Err(format!("Template error: unknown function {other}"));
        }
        _ => return Ok(None),
    };
    Ok(Some(Some(value)))
}

/// The parts of a function's argument, at least `least` of them.
fn parts<'a>(name: &str, argument: &'a Value, least: usize) -> Result<&'a [Value]> {
    let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    if parts.len() < least {
        return Err(format!("Template error: {name} requires a list of {least} arguments"));
    }
    Ok(parts)
}

fn choose(scope: &Scope<'_>, argument: &Value) -> Result<Option<Value>> {
    let parts = parts("Fn::If", argument, 3)?;
    let name = parts[0].as_str().unwrap_or_default();
    scope.value(if scope.condition(name)? { &parts[1] } else { &parts[2] })
}

fn get_att(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    if let Value::String(path) = argument {
        let (name, attribute) = path.split_once('.').unwrap_or((path, ""));
        return scope.attribute(name, attribute);
    }
    let parts = parts("Fn::GetAtt", argument, 2)?;
    scope.attribute(parts[0].as_str().unwrap_or_default(), &scope.text(&parts[1])?)
}

fn join(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let parts = parts("Fn::Join", argument, 2)?;
    let items = items(scope, &parts[1])?;
    let Some(items) = items else { return Ok(Value::from(UNKNOWN)) };
    let texts: Vec<String> = items.iter().map(plain).collect();
    scope.dynamic(&texts.join(parts[0].as_str().unwrap_or_default()))
}

fn select(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let parts = parts("Fn::Select", argument, 2)?;
    let index = scope.text(&parts[0])?;
    let Some(items) = items(scope, &parts[1])? else { return Ok(Value::from(UNKNOWN)) };
    let found = index
        .parse::<usize>()
        .ok()
        .and_then(|index| items.get(index));
    found.cloned().ok_or_else(|| {
        format!("Template error: Fn::Select cannot select nonexistent value at index {index}")
    })
}

fn split(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let parts = parts("Fn::Split", argument, 2)?;
    let text = scope.text(&parts[1])?;
    if text == UNKNOWN {
        return Ok(Value::from(UNKNOWN));
    }
    Ok(text.split(parts[0].as_str().unwrap_or_default()).collect())
}

fn cidr_of(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let parts = parts("Fn::Cidr", argument, 2)?;
    let block = scope.text(&parts[0])?;
    if block == UNKNOWN {
        return Ok(Value::from(UNKNOWN));
    }
    let number = |value: &Value| {
        scope
            .text(value)?
            .parse::<u32>()
            .map_err(|it| it.to_string())
    };
    let bits = parts.get(2).map_or(Ok(8), number)?;
    let subnets = cidr::subnets(&block, number(&parts[1])?, bits)?;
    Ok(subnets.into_iter().map(Value::from).collect())
}

fn find_in_map(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let parts = parts("Fn::FindInMap", argument, 3)?;
    let keys: Vec<String> = parts[..3]
        .iter()
        .map(|it| scope.text(it))
        .collect::<Result<_>>()?;
    let table = scope.target.section("Mappings").get(&keys[0]);
    let found = table.and_then(|it| it.get(&keys[1])?.get(&keys[2]));
    if let Some(value) = found {
        return Ok(scope.value(value)?.unwrap_or_default());
    }
    match parts.get(3).and_then(|it| it.get("DefaultValue")) {
        Some(default) => Ok(scope.value(default)?.unwrap_or_default()),
        None => Err(format!(
            "Template error: Unable to get mapping for {}::{}::{}",
            keys[0], keys[1], keys[2]
        )),
    }
}

fn import(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let name = scope.text(argument)?;
    match scope.world.export(scope.place, &name) {
        Some((_, value)) => Ok(Value::from(value)),
        None => Err(format!("No export named {name} found.")),
    }
}

/// An output of any stack, in any region and account: a role says which account.
fn stack_output(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let text = |name: &str| argument.get(name).map(|it| scope.text(it)).transpose();
    let required = |name: &str| {
        text(name)?.ok_or_else(|| format!("Template error: Fn::GetStackOutput requires {name}"))
    };
    let (stack, output) = (required("StackName")?, required("OutputName")?);
    let mut place = scope.place.clone();
    if let Some(region) = text("Region")? {
        place.region = region;
    }
    if let Some(role) = text("RoleArn")? {
        role.split(':')
            .nth(4)
            .unwrap_or_default()
            .clone_into(&mut place.account);
    }
    if scope.world.lost_regions.contains(&place.region) {
        let region = place.region;
        return Err(format!("Fn::GetStackOutput: region {region} does not answer"));
    }
    let found = scope.world.find(&place, &stack).ok_or_else(|| {
        format!("Fn::GetStackOutput: Stack {stack} does not exist in region {}", place.region)
    })?;
    let value = found.outputs.iter().find(|it| it.key == output);
    value
        .map(|it| Value::from(it.value.as_str()))
        .ok_or_else(|| {
            format!("Fn::GetStackOutput: Output {output} does not exist in stack {stack}")
        })
}

fn length(scope: &Scope<'_>, argument: &Value) -> Result<Value> {
    let items = items(scope, argument)?;
    Ok(items.map_or_else(|| Value::from(UNKNOWN), |items| Value::from(items.len())))
}

/// The items of a list, unless they are unknown.
fn items(scope: &Scope<'_>, list: &Value) -> Result<Option<Vec<Value>>> {
    match scope.value(list)? {
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(Value::String(text)) if text == UNKNOWN => Ok(None),
        Some(Value::String(text)) => Ok(Some(
            text.split(',')
                .map(|item| Value::from(item.trim()))
                .collect(),
        )),
        other => {
            let found = other.unwrap_or_default();
            Err(format!("Template error: a list is expected, not {found}"))
        }
    }
}
