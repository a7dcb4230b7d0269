//! The `Rules` section: assertions about parameters.

use serde_json::Value;

use crate::{
    failure::{Failure, Result},
    plain::plain,
};

use super::{conditions, scope::Scope};

/// Refuses parameters that a rule of the template does not take.
pub(crate) fn check_rules(scope: &Scope<'_>) -> Result<()> {
    for rule in scope.target.section("Rules").values() {
        if let Some(condition) = rule.get("RuleCondition")
            && !holds(scope, condition)?
        {
            continue;
        }
        for assertion in rule
            .get("Assertions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if !holds(scope, assertion.get("Assert").unwrap_or(&Value::Null))? {
                let described = assertion.get("AssertDescription").and_then(Value::as_str);
                let reason = described.unwrap_or("Template constraints have not been satisfied");
                return Err(Failure::validation(format!("Template error: {reason}")));
            }
        }
    }
    Ok(())
}

fn holds(scope: &Scope<'_>, expression: &Value) -> Result<bool> {
    let Some((name, argument)) = expression.as_object().and_then(|map| map.iter().next()) else {
        return Err(Failure::validation("Template error: a rule must be a function"));
    };
    let list = |value: &Value| -> Result<Vec<String>> {
        match scope.value(value).map_err(Failure::validation)? {
            Some(Value::Array(items)) => Ok(items.iter().map(plain).collect()),
            other => Ok(vec![plain(&other.unwrap_or_default())]),
        }
    };
    let parts = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    match (name.as_str(), parts) {
        ("Fn::Equals", _) => conditions::equals(scope, argument).map_err(Failure::validation),
        ("Fn::Contains", [items, item]) => Ok(list(items)?.contains(&list(item)?.join(","))),
        ("Fn::EachMemberIn", [items, allowed]) => {
            let allowed = list(allowed)?;
            Ok(list(items)?.iter().all(|item| allowed.contains(item)))
        }
        ("Fn::EachMemberEquals", [items, item]) => {
            let expected = list(item)?.join(",");
            Ok(list(items)?.iter().all(|item| *item == expected))
        }
        ("Fn::And", parts) => parts
            .iter()
            .try_fold(true, |all, it| Ok(all & holds(scope, it)?)),
        ("Fn::Or", parts) => parts
            .iter()
            .try_fold(false, |any, it| Ok(any | holds(scope, it)?)),
        ("Fn::Not", [part]) => Ok(!holds(scope, part)?),
        (other, _) => {
            Err(Failure::validation(format!("Template error: {other} is not a function of rules")))
        }
    }
}
