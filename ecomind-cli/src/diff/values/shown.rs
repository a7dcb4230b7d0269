//! Values as people read them.

use ecomind_constructs::template;
use serde_json::Value;

/// A canonical value on one line. Functions are shown as `Fn::Sub` would write them, so that
/// `${Queue.Arn}` is what stands for a reference; everything else is JSON.
pub(in crate::diff) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => {
            if let Some((name, argument)) = template::function(map) {
                return function(name, argument);
            }
            let entry = |(name, value): (&String, &Value)| format!("{name}: {}", quoted(value));
            format!("{{{}}}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(quoted).collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// Inside of lists and maps, text with spaces or commas has to end somewhere.
fn quoted(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() || text.contains([' ', ',', ':', '"', '\n']) => {
            value.to_string()
        }
        value => shown(value),
    }
}

fn function(name: &str, argument: &Value) -> String {
    match (name, argument) {
        ("Ref", Value::String(id)) => format!("${{{id}}}"),
        ("Fn::GetAtt", Value::Array(items)) => {
            let parts: Vec<_> = items.iter().map(shown).collect();
            format!("${{{}}}", parts.join("."))
        }
        ("Fn::Join", Value::Array(items)) => match items.as_slice() {
            [Value::String(delimiter), Value::Array(parts)] if delimiter.is_empty() => {
                parts.iter().map(shown).collect()
            }
            _ => format!("{name}{}", shown(argument)),
        },
        ("Fn::ImportValue", name) => format!("${{import {}}}", shown(name)),
        ("Fn::GetStackOutput", argument) => {
            format!("${{{}.{}}}", shown(&argument["StackName"]), shown(&argument["OutputName"]))
        }
        _ => format!("{name}({})", shown(argument)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn functions_read_like_text() {
        let arn = json!({"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":s3:::", {"Fn::GetAtt": ["B", "Name"]}]]});
        assert_eq!(shown(&arn), "arn:${AWS::Partition}:s3:::${B.Name}");
        assert_eq!(shown(&json!({"a": [1, "b c"], "d": true})), r#"{a: [1, "b c"], d: true}"#);
        assert_eq!(
            shown(&json!({"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}})),
            "${s.o}"
        );
        assert_eq!(shown(&json!({"Fn::If": ["C", "a", "b"]})), "Fn::If([C, a, b])");
    }
}
