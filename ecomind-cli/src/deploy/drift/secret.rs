//! Which values nobody may see.

use ecomind_constructs::schema;
use serde_json::Value;

/// What is shown instead.
pub(super) use crate::deploy::secrets::MASK;

/// Whether the value of a property may be secret: its template takes it from a parameter with
/// `NoEcho` or a secret, or its schema says that it can be written and never read.
///
/// A template that can't be read hides everything that it can't answer for.
pub(super) fn is_secret(template: &Value, logical_id: &str, path: &str) -> bool {
    let resource = &template["Resources"][logical_id];
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if is_write_only(resource["Type"].as_str().unwrap_or_default(), &parts) {
        return true;
    }
    let Some(mut value) = resource.get("Properties") else { return template.is_null() };
    // What the template does not say has not come from it.
    if parts.first().is_some_and(|name| value.get(name).is_none()) {
        return false;
    }
    for part in parts {
        let next = match value {
            Value::Array(items) => part.parse::<usize>().ok().and_then(|it| items.get(it)),
            other => other.get(part),
        };
        let Some(next) = next else { break };
        value = next;
    }
    holds_secret(template, value)
}

fn is_write_only(resource_type: &str, parts: &[&str]) -> bool {
    let write_only = schema::resource_type(resource_type).into_iter();
    let mut write_only = write_only.flat_map(schema::ResourceSchema::write_only);
    let is_name = |part: &&&str| part.parse::<usize>().is_err();
    let names: Vec<&str> = parts.iter().filter(is_name).copied().collect();
    write_only.any(|secret| {
        let secret = secret.split('/').filter(|part| *part != "*");
        secret.eq(names.iter().copied())
    })
}

fn holds_secret(template: &Value, value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("{{resolve:s") && !text.contains("{{resolve:ssm:"),
        Value::Array(items) => items.iter().any(|item| holds_secret(template, item)),
        Value::Object(map) => map.iter().any(|(key, value)| match (key.as_str(), value) {
            ("Ref", Value::String(name)) => is_hidden(template, name),
            ("Fn::Sub", text) => {
                sub_names(text).iter().any(|name| is_hidden(template, name))
                    || holds_secret(template, value)
            }
            _ => holds_secret(template, value),
        }),
        _ => false,
    }
}

fn is_hidden(template: &Value, parameter: &str) -> bool {
    let no_echo = &template["Parameters"][parameter]["NoEcho"];
    *no_echo == Value::Bool(true) || no_echo == "true"
}

/// The names in `${…}` of a `Fn::Sub`.
fn sub_names(sub: &Value) -> Vec<&str> {
    let text = sub.as_str().or_else(|| sub[0].as_str()).unwrap_or_default();
    let parts = text.split("${").skip(1);
    parts.filter_map(|part| part.split('}').next()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_comes_from_a_secret_is_secret() {
        let template = json!({
            "Parameters": {"Password": {"Type": "String", "NoEcho": true}, "Size": {"Type": "String"}},
            "Resources": {"It": {"Type": "AWS::SNS::Topic", "Properties": {
                "Value": {"Fn::Sub": "user:${Password}"},
                "Tags": {"a": {"Ref": "Password"}, "b": {"Ref": "Size"}},
                "Description": "{{resolve:secretsmanager:x}}",
                "AllowedPattern": "{{resolve:ssm:x}}",
            }}},
        });
        let is_secret = |path| is_secret(&template, "It", path);
        assert!(is_secret("/Value") && is_secret("/Tags/a") && is_secret("/Description"));
        assert!(!is_secret("/Tags/b") && !is_secret("/AllowedPattern") && !is_secret("/Tier"));
        // Whoever changed all tags may have written the secret among them.
        assert!(is_secret("/Tags"));
    }

    #[test]
    fn what_is_never_read_is_secret() {
        let database =
            json!({"Resources": {"It": {"Type": "AWS::RDS::DBInstance", "Properties": {}}}});
        assert!(is_secret(&database, "It", "/MasterUserPassword"));
        assert!(!is_secret(&database, "It", "/Engine"));
        assert!(is_secret(&Value::Null, "It", "/Engine"));
    }
}
