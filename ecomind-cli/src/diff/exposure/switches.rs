//! Settings that were turned on and off.

use ecomind_constructs::{
    schema,
    template::{Resource, canonical, function},
};
use serde_json::Value;

use crate::{
    assembly::StackSnapshot,
    diff::{
        Action, StackDifference,
        risk::RiskLevel,
        values::{scalar_text, shown},
    },
};

use super::{
    Direction, Exposed, ExposureChange, ExposureKind,
    table::{GUARDS, SWITCHES, Safe, Switch},
};

/// How a setting stands.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Safe,
    Unsafe,
    /// What it is, is known at deployment.
    Unknown,
    Number(u64),
}

/// Settings of the resources that differ, and protections that went with a resource.
pub(super) fn changes(
    stack: &StackDifference,
    before: Option<&StackSnapshot>,
    after: Option<&StackSnapshot>,
) -> Vec<ExposureChange> {
    let mut changes = Vec::new();
    for difference in &stack.resources {
        let find = |side: Option<&StackSnapshot>| -> Option<Value> {
            let resource = side?.template.resource(&difference.logical_id)?;
            Some(
                resource
                    .entry
                    .get("Properties")
                    .map(canonical)
                    .unwrap_or_default(),
            )
        };
        let (old, new) = (find(before), find(after));
        let id = difference.logical_id.as_str();
        for switch in SWITCHES
            .iter()
            .filter(|it| it.type_name == difference.type_name)
        {
            changes.extend(switched(switch, old.as_ref(), new.as_ref(), id));
        }
        if difference.action == Action::Remove {
            changes.extend(guard(&difference.type_name, id));
        }
        let resource = |side: Option<&'_ StackSnapshot>, name: &str| {
            let resource = side?.template.resource(id)?;
            Some(policy(resource, name).to_owned())
        };
        for name in ["DeletionPolicy", "UpdateReplacePolicy"] {
            if let (Some(old), Some(new)) = (resource(before, name), resource(after, name)) {
                changes.extend(policies(&difference.type_name, id, name, &old, &new));
            }
        }
        if difference.type_name == "AWS::EC2::Route" {
            changes.extend(internet_route(id, old.as_ref(), new.as_ref(), after));
        }
    }
    changes
}

fn switched(
    switch: &Switch,
    old: Option<&Value>,
    new: Option<&Value>,
    id: &str,
) -> Option<ExposureChange> {
    let new = new?;
    let after = state(switch, new);
    let before = match old {
        Some(old) => state(switch, old),
        // A new resource opens nothing unless it is open. Whether it should be encrypted is
        // asked by rules.
        None if switch.kind == ExposureKind::PublicAccess => State::Safe,
        None => return None,
    };
    let is_block = switch.path[0] == "PublicAccessBlockConfiguration";
    if old.is_none() && is_block && new.get(switch.path[0]).is_none() {
        // New buckets are blocked unless they say otherwise.
        return None;
    }
    let (direction, says) = match (before, after) {
        (State::Number(before), State::Number(after)) if after < before => {
            (Direction::Broadening, format!("{}: {before} before, {after} now", switch.says))
        }
        (State::Number(before), State::Number(after)) if before < after => {
            (Direction::Narrowing, format!("no longer so: {}", switch.says))
        }
        (State::Safe, State::Unsafe) => (Direction::Broadening, switch.says.to_owned()),
        (State::Safe | State::Number(_), State::Unknown) => (
            Direction::Broadening,
            format!("perhaps {}, as only the deployment knows", switch.says),
        ),
        (State::Unsafe, State::Safe) => {
            (Direction::Narrowing, format!("no longer so: {}", switch.says))
        }
        _ => return None,
    };
    let level = match (direction, switch.kind, old.is_some()) {
        (Direction::Narrowing, ..) => RiskLevel::Low,
        (_, ExposureKind::PublicAccess, true) => RiskLevel::High,
        // What is made to face the internet, such as a load balancer, does so on purpose.
        _ => RiskLevel::Medium,
    };
    Some(setting(switch.kind, direction, level, id, &switch.path.join("/"), says))
}

fn state(switch: &Switch, properties: &Value) -> State {
    let mut values = Vec::new();
    values_at(properties, switch.path, &mut values);
    if values
        .iter()
        .any(|value| value.as_object().and_then(function).is_some())
    {
        return match switch.safe {
            Safe::Present => State::Safe,
            _ => State::Unknown,
        };
    }
    let texts: Vec<String> = values.iter().filter_map(scalar_text).collect();
    let safe = match switch.safe {
        Safe::True => !texts.is_empty() && texts.iter().all(|text| text == "true"),
        Safe::False => texts.iter().all(|text| text != "true"),
        Safe::SaidFalse => !texts.is_empty() && texts.iter().all(|text| text == "false"),
        Safe::OneOf(safe) => texts.iter().any(|text| safe.contains(&text.as_str())),
        Safe::NoneOf(bad) => !texts.iter().any(|text| bad.contains(&text.as_str())),
        Safe::Present => !values.is_empty(),
        Safe::NotLess(default) => {
            let number = texts
                .first()
                .map_or(Some(default), |text| text.parse().ok());
            return number.map_or(State::Unknown, State::Number);
        }
    };
    if safe { State::Safe } else { State::Unsafe }
}

/// The values at a path; `*` is every item of a list, and a name with a point the value of a key.
fn values_at(value: &Value, path: &[&str], found: &mut Vec<Value>) {
    let Some((name, rest)) = path.split_first() else { return found.push(value.clone()) };
    match value {
        Value::Array(items) if *name == "*" => {
            items.iter().for_each(|item| values_at(item, rest, found));
        }
        Value::Array(items) => {
            let keyed = items.iter().filter(|item| item["Key"] == **name);
            found.extend(keyed.filter_map(|item| item.get("Value").cloned()));
        }
        Value::Object(map) => match function(map) {
            Some(_) => found.push(value.clone()),
            None => {
                if let Some(value) = map.get(*name) {
                    values_at(value, rest, found);
                }
            }
        },
        _ => {}
    }
}

fn guard(type_name: &str, id: &str) -> Option<ExposureChange> {
    let (_, says) = GUARDS.iter().find(|(name, _)| *name == type_name)?;
    let (kind, direction) = (ExposureKind::Protection, Direction::Broadening);
    Some(setting(kind, direction, RiskLevel::Medium, id, type_name, (*says).to_owned()))
}

/// The policy as it is written, or the default.
fn policy<'a>(resource: Resource<'a>, name: &str) -> &'a str {
    resource
        .entry
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or("the default")
}

fn policies(type_name: &str, id: &str, name: &str, old: &str, new: &str) -> Option<ExposureChange> {
    let is_stateful =
        schema::resource_type(type_name).is_some_and(schema::ResourceSchema::is_stateful);
    let keeps = |policy: &str| matches!(policy, "Retain" | "RetainExceptOnCreate" | "Snapshot");
    let (direction, level) = match (keeps(old), keeps(new)) {
        (true, false) if is_stateful => (Direction::Broadening, RiskLevel::Medium),
        (false, true) if is_stateful => (Direction::Narrowing, RiskLevel::Low),
        _ => return None,
    };
    let says = format!("its data was kept by {old}, and is now under {new}");
    let says = if direction == Direction::Narrowing {
        format!("its data is now kept by {new}")
    } else {
        says
    };
    Some(setting(ExposureKind::Protection, direction, level, id, name, says))
}

/// A default route to an internet gateway makes the subnets behind it public.
fn internet_route(
    id: &str,
    old: Option<&Value>,
    new: Option<&Value>,
    after: Option<&StackSnapshot>,
) -> Option<ExposureChange> {
    let leads_out = |route: Option<&Value>| {
        let gateway = route?.get("GatewayId")?;
        let target = gateway.get("Ref").and_then(Value::as_str);
        let is_gateway = target.is_some_and(|target| {
            let resource = after.and_then(|stack| stack.template.resource(target));
            resource.is_some_and(|it| it.type_name == "AWS::EC2::InternetGateway")
        }) || shown(gateway).starts_with("igw-");
        is_gateway.then_some(())
    };
    let (direction, says) = match (leads_out(old), leads_out(new)) {
        (None, Some(())) => (Direction::Broadening, "its subnets can be reached from the internet"),
        (Some(()), None) if new.is_some() => {
            (Direction::Narrowing, "its subnets can no longer be reached from the internet")
        }
        _ => return None,
    };
    let level = match direction {
        Direction::Broadening if old.is_some() => RiskLevel::High,
        Direction::Broadening => RiskLevel::Medium,
        Direction::Narrowing => RiskLevel::Low,
    };
    let kind = ExposureKind::PublicAccess;
    Some(setting(kind, direction, level, id, "GatewayId", says.to_owned()))
}

fn setting(
    kind: ExposureKind,
    direction: Direction,
    level: RiskLevel,
    id: &str,
    property: &str,
    says: String,
) -> ExposureChange {
    let what = Exposed::Setting { property: property.to_owned(), says };
    ExposureChange { kind, direction, level, logical_id: id.to_owned(), what }
}
