//! Conditions.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::plain::plain;

use super::scope::{Result, Scope};

/// The conditions of the scope's template, all evaluated.
pub(crate) fn conditions(scope: &Scope<'_>) -> Result<BTreeMap<String, bool>> {
    let declared = scope.target.section("Conditions");
    let mut known = BTreeMap::new();
    // A condition may use others that come later, so that each round finds some of them.
    for _ in 0..=declared.len() {
        for (name, expression) in declared {
            if !known.contains_key(name)
                && let Some(value) = condition(scope, &known, expression)?
            {
                known.insert(name.clone(), value);
            }
        }
    }
    match declared.keys().find(|name| !known.contains_key(*name)) {
        Some(name) => {
            Err(format!("Template error: condition {name} depends on itself or is undefined"))
        }
        None => Ok(known),
    }
}

/// The value of a condition, when those that it uses are known.
fn condition(
    scope: &Scope<'_>,
    known: &BTreeMap<String, bool>,
    expression: &Value,
) -> Result<Option<bool>> {
    let map = expression
        .as_object()
        .ok_or("Template error: a condition must be a function")?;
    let Some((name, argument)) = map.iter().next() else {
        return Err("Template error: a condition must be a function".to_owned());
    };
    if name == "Condition" {
        return Ok(known.get(argument.as_str().unwrap_or_default()).copied());
    }
    if name == "Fn::Equals" {
        return equals(scope, argument).map(Some);
    }
    let mut values = Vec::new();
    for part in argument.as_array().into_iter().flatten() {
        let Some(value) = condition(scope, known, part)? else { return Ok(None) };
        values.push(value);
    }
    combine(name, &values).map(Some)
}

/// `Fn::Equals`.
pub(super) fn equals(scope: &Scope<'_>, argument: &Value) -> Result<bool> {
    let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    let [left, right] = parts else {
        return Err(
            "Template error: Fn::Equals requires a list argument with two elements".to_owned()
        );
    };
    let value = |part: &Value| Ok::<_, String>(scope.value(part)?.map(|it| plain(&it)));
    Ok(value(left)? == value(right)?)
}

/// `Fn::And`, `Fn::Or` and `Fn::Not` outside of the section.
pub(super) fn logic(scope: &Scope<'_>, name: &str, argument: &Value) -> Result<bool> {
    let mut values = Vec::new();
    for part in argument.as_array().into_iter().flatten() {
        values.push(scope.value(part)?.is_some_and(|it| it == Value::Bool(true)));
    }
    combine(name, &values)
}

fn combine(name: &str, values: &[bool]) -> Result<bool> {
    match name {
        "Fn::And" => Ok(values.iter().all(|it| *it)),
        "Fn::Or" => Ok(values.iter().any(|it| *it)),
        "Fn::Not" => Ok(!values.first().copied().unwrap_or_default()),
        other => Err(format!("Template error: {other} is not a function of conditions")),
    }
}
