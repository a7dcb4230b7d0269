//! Parameters get their values, or are refused.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::{
    failure::{Failure, Result},
    plain::plain,
    state::{Parameter, section},
};

/// What the caller gives for a parameter.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    Value(String),
    Previous,
}

/// The parameters that a template declares.
pub(crate) fn declarations(template: &Value) -> &Map<String, Value> {
    section(template, "Parameters")
}

/// Values for all parameters. `ssm` looks up what Systems Manager has under a name.
pub(crate) fn resolve(
    template: &Value,
    given: &IndexMap<String, Given>,
    previous: &IndexMap<String, Parameter>,
    ssm: &dyn Fn(&str) -> Option<String>,
) -> Result<IndexMap<String, Parameter>> {
    let declared = declarations(template);
    let unknown: Vec<&str> = given
        .keys()
        .filter(|key| !declared.contains_key(*key))
        .map(String::as_str)
        .collect();
    if !unknown.is_empty() {
        let list = unknown.join(", ");
        return Err(Failure::validation(format!(
            "Parameters: [{list}] do not exist in the template"
        )));
    }
    let mut missing = Vec::new();
    let mut resolved = IndexMap::new();
    for (name, declaration) in declared {
        let default = declaration.get("Default").map(plain);
        let value = match given.get(name) {
            Some(Given::Value(value)) => Some(value.clone()),
            Some(Given::Previous) => previous.get(name).map(|it| it.value.clone()),
            None => default,
        };
        let Some(value) = value else {
            missing.push(name.as_str());
            continue;
        };
        let parameter = parameter(name, declaration, value, ssm)?;
        resolved.insert(name.clone(), parameter);
    }
    if !missing.is_empty() {
        let list = missing.join(", ");
        return Err(Failure::validation(format!("Parameters: [{list}] must have values")));
    }
    Ok(resolved)
}

fn parameter(
    name: &str,
    declaration: &Value,
    value: String,
    ssm: &dyn Fn(&str) -> Option<String>,
) -> Result<Parameter> {
    let kind = declaration
        .get("Type")
        .and_then(Value::as_str)
        .unwrap_or("String");
    constraints(name, declaration, kind, &value)?;
    let resolved = match kind.strip_prefix("AWS::SSM::Parameter::Value<") {
        Some(_) => Some(ssm(&value).ok_or_else(|| {
            Failure::validation(format!(
                "Unable to fetch parameters [{value}] from parameter store for this account."
            ))
        })?),
        None => None,
    };
    let is_list = kind.contains("CommaDelimitedList") || kind.contains("List<");
    let no_echo = declaration
        .get("NoEcho")
        .is_some_and(|it| plain(it) == "true");
    Ok(Parameter { value, resolved, no_echo, is_list })
}

fn constraints(name: &str, declaration: &Value, kind: &str, value: &str) -> Result<()> {
    let say = |reason: String| {
        let described = declaration
            .get("ConstraintDescription")
            .and_then(Value::as_str);
        let reason = described.map_or(reason, str::to_owned);
        Failure::validation(format!("Parameter {name} failed to satisfy constraint: {reason}"))
    };
    let items: Vec<&str> = match kind {
        "CommaDelimitedList" => value.split(',').map(str::trim).collect(),
        _ => vec![value],
    };
    if let Some(Value::Array(allowed)) = declaration.get("AllowedValues") {
        let allowed: Vec<String> = allowed.iter().map(plain).collect();
        if items
            .iter()
            .any(|item| !allowed.iter().any(|it| it == item))
        {
            let list = allowed.join(", ");
            return Err(match declaration.get("ConstraintDescription") {
                Some(_) => say(String::new()),
                None => Failure::validation(format!(
                    "Parameter '{name}' must be one of AllowedValues [{list}]"
                )),
            });
        }
    }
    if kind == "Number" && value.parse::<f64>().is_err() {
        return Err(Failure::validation(format!("Parameter '{name}' must be a number.")));
    }
    let limit = |key: &str| plain(declaration.get(key)?).parse::<f64>().ok();
    #[expect(clippy::cast_precision_loss, reason = "lengths of parameters are small")]
    let length = value.chars().count() as f64;
    let number = value.parse::<f64>().unwrap_or_default();
    for (key, measured, is_least) in [
        ("MinLength", length, true),
        ("MaxLength", length, false),
        ("MinValue", number, true),
        ("MaxValue", number, false),
    ] {
        let Some(limit) = limit(key) else { continue };
        if is_least && measured < limit || !is_least && limit < measured {
            let what = if key.ends_with("Length") { "length" } else { "value" };
            let least = if is_least { "greater" } else { "less" };
            return Err(say(format!("Member must have {what} {least} than or equal to {limit}")));
        }
    }
    if let Some(pattern) = declaration.get("AllowedPattern").and_then(Value::as_str)
        && !matches(pattern, value)
    {
        return Err(say(format!("must match pattern {pattern}")));
    }
    Ok(())
}

/// Whether the whole value matches. A pattern that can't be read takes everything.
fn matches(pattern: &str, value: &str) -> bool {
    regress::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|it| it.find(value).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome(declaration: &Value, given: &[(&str, &str)]) -> String {
        let template = json!({"Parameters": {"P": declaration}});
        let given = given
            .iter()
            .map(|(k, v)| ((*k).to_owned(), Given::Value((*v).to_owned())));
        let ssm = |name: &str| (name == "/ami").then(|| "ami-1,ami-2".to_owned());
        match resolve(&template, &given.collect(), &IndexMap::new(), &ssm) {
            Ok(values) => values["P"].reference().to_string(),
            Err(failure) => failure.message,
        }
    }

    #[test]
    fn parameters_have_types() {
        assert_eq!(outcome(&json!({"Type": "Number", "Default": 3}), &[]), "\"3\"");
        let list = json!({"Type": "CommaDelimitedList"});
        assert_eq!(outcome(&list, &[("P", "a, b")]), r#"["a","b"]"#);
        let stored = json!({"Type": "AWS::SSM::Parameter::Value<List<String>>"});
        assert_eq!(outcome(&stored, &[("P", "/ami")]), r#"["ami-1","ami-2"]"#);
    }

    #[test]
    fn rejects_values_that_are_not_allowed() {
        let errors = [
            outcome(&json!({"Type": "String"}), &[]),
            outcome(&json!({"Type": "String"}), &[("P", "x"), ("Q", "y")]),
            outcome(&json!({"Type": "String", "AllowedValues": ["a", "b"]}), &[("P", "c")]),
            outcome(&json!({"Type": "Number"}), &[("P", "c")]),
            outcome(&json!({"Type": "Number", "MaxValue": 5}), &[("P", "6")]),
            outcome(&json!({"Type": "String", "MinLength": "2"}), &[("P", "c")]),
            outcome(&json!({"Type": "String", "AllowedPattern": "[a-z]+"}), &[("P", "a1")]),
            outcome(&json!({"Type": "AWS::SSM::Parameter::Value<String>"}), &[("P", "/no")]),
        ];
        insta::assert_snapshot!(errors.join("\n"), @"
        Parameters: [P] must have values
        Parameters: [Q] do not exist in the template
        Parameter 'P' must be one of AllowedValues [a, b]
        Parameter 'P' must be a number.
        Parameter P failed to satisfy constraint: Member must have value less than or equal to 5
        Parameter P failed to satisfy constraint: Member must have length greater than or equal to 2
        Parameter P failed to satisfy constraint: must match pattern [a-z]+
        Unable to fetch parameters [/no] from parameter store for this account.
        ");
    }
}
