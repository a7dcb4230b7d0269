//! `Fn::Sub`.

use serde_json::Value;

use crate::plain::plain;

use super::scope::{Result, Scope};

impl Scope<'_> {
    /// The text with its placeholders replaced.
    pub(super) fn sub(&self, argument: &Value) -> Result<String> {
        let (text, variables) = match argument {
            Value::String(text) => (text.as_str(), None),
            Value::Array(parts) => {
                (parts.first().and_then(Value::as_str).unwrap_or_default(), parts.get(1))
            }
            _ => return Err("Template error: Fn::Sub needs a text".to_owned()),
        };
        let mut result = String::new();
        let mut rest = text;
        while let Some(start) = rest.find("${") {
            result.push_str(&rest[..start]);
            rest = &rest[start + 2..];
            let Some(end) = rest.find('}') else {
                result.push_str("${");
                break;
            };
            let name = rest[..end].trim();
            match name.strip_prefix('!') {
                Some(literal) => result.extend(["${", literal, "}"]),
                None => result.push_str(&self.placeholder(name, variables)?),
            }
            rest = &rest[end + 1..];
        }
        result.push_str(rest);
        match self.dynamic(&result)? {
            Value::String(text) => Ok(text),
            other => Ok(other.to_string()),
        }
    }

    fn placeholder(&self, name: &str, variables: Option<&Value>) -> Result<String> {
        if let Some(variable) = variables.and_then(|it| it.get(name)) {
            return self.text(variable);
        }
        let value = match name.split_once('.') {
            Some((resource, attribute)) => self.attribute(resource, attribute)?,
            None => self.reference(name)?.unwrap_or_default(),
        };
        Ok(plain(&value))
    }
}
