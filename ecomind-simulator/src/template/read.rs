//! A text becomes a template, if it is one.

use ecomind_constructs::template::Template;
use serde_json::Value;

use crate::failure::{Failure, Result};

const SECTIONS: [&str; 11] = [
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
];

/// Reads a template in JSON or YAML.
pub(crate) fn read(text: &str) -> Result<Value> {
    let template = Template::from_text(text).map_err(|error| format_error(&error.to_string()))?;
    let template = Value::Object(template.root().clone());
    let unknown: Vec<&str> = keys(&template)
        .filter(|it| !SECTIONS.contains(it))
        .collect();
    if !unknown.is_empty() {
        let reason = format!("Invalid template property or properties [{}]", unknown.join(", "));
        return Err(Failure::validation(reason));
    }
    if keys(template.get("Resources").unwrap_or(&Value::Null))
        .next()
        .is_none()
    {
        return Err(format_error("At least one Resources member must be defined."));
    }
    Ok(template)
}

/// The digest of a template, whatever its layout.
pub(crate) fn identify(template: &Value) -> String {
    let mut template = template.clone();
    sort(&mut template);
    template.to_string()
}

pub(super) fn format_error(reason: &str) -> Failure {
    Failure::validation(format!("Template format error: {reason}"))
}

fn keys(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_object()
        .into_iter()
        .flat_map(|map| map.keys().map(String::as_str))
}

fn sort(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.sort_keys();
            map.values_mut().for_each(sort);
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_what_is_not_a_template() {
        let texts = [
            "{",
            "{}",
            "Resources: 1",
            r#"{"Resources": {"Queue": {}}}"#,
            r#"{"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Outpts": {}}"#,
        ];
        let errors = texts.map(|text| read(text).unwrap_err().message);
        insta::assert_snapshot!(errors.join("\n"), @"
        Template format error: a template must be JSON: EOF while parsing an object at line 1 column 1
        Template format error: At least one Resources member must be defined.
        Template format error: Resources must be a map
        Template format error: Resources/Queue/Type must be a string
        Invalid template property or properties [Outpts]
        ");
    }
}
