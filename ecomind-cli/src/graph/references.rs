//! What a part of a template refers to.

use serde_json::Value;

/// Something that is referred to.
#[derive(Debug, PartialEq)]
pub(super) enum Reference<'a> {
    /// An element of the same template, by its logical id.
    Local(&'a str),
    /// An output of another stack, by the names of both.
    Output { stack: &'a str, output: &'a str },
    /// An export, by its name as the template writes it.
    Export(&'a Value),
}

/// Calls `found` with every reference in `value`.
pub(super) fn each<'a>(value: &'a Value, found: &mut impl FnMut(Reference<'a>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, found)),
        Value::Object(map) => {
            for (key, inner) in map {
                match (key.as_str(), inner) {
                    ("Ref", Value::String(id)) => found(Reference::Local(id)),
                    ("Fn::GetAtt", Value::String(path)) => found(Reference::Local(first(path))),
                    ("Fn::GetAtt", Value::Array(parts)) => {
                        if let Some(Value::String(id)) = parts.first() {
                            found(Reference::Local(id));
                        }
                        // The name of an attribute may be an expression.
                        parts.iter().skip(1).for_each(|part| each(part, found));
                    }
                    ("Fn::Sub", Value::String(text)) => substitutions(text, found),
                    ("Fn::Sub", Value::Array(parts)) => {
                        if let Some(Value::String(text)) = parts.first() {
                            substitutions(text, found);
                        }
                        parts.iter().skip(1).for_each(|part| each(part, found));
                    }
                    ("Fn::ImportValue", name) => found(Reference::Export(name)),
                    ("Fn::GetStackOutput", Value::Object(output)) => {
                        let text = |key: &str| output.get(key).and_then(Value::as_str);
                        if let (Some(stack), Some(output)) = (text("StackName"), text("OutputName"))
                        {
                            found(Reference::Output { stack, output });
                        }
                    }
                    _ => each(inner, found),
                }
            }
        }
        _ => {}
    }
}

/// The names in `${…}`; `${!…}` is text.
fn substitutions<'a>(text: &'a str, found: &mut impl FnMut(Reference<'a>)) {
    for part in text.split("${").skip(1) {
        if let Some((name, _)) = part.split_once('}').filter(|it| !it.0.starts_with('!')) {
            found(Reference::Local(first(name)));
        }
    }
}

fn first(path: &str) -> &str {
    path.split_once('.').map_or(path, |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_of_reference_is_found() {
        let value = json!({
            "A": {"Ref": "Queue"},
            "B": [{"Fn::GetAtt": ["Role", "Arn"]}, {"Fn::GetAtt": "Key.Arn"}],
            "C": {"Fn::Sub": "${Topic.TopicName}-${!NotOne}-${AWS::Region}"},
            "D": {"Fn::Sub": ["${x}", {"x": {"Ref": "Inner"}}]},
            "E": {"Fn::ImportValue": "shared"},
            "F": {"Fn::GetStackOutput": {"StackName": "shop-Network", "OutputName": "VpcId"}},
            "G": {"Fn::Join": ["", ["a", {"Ref": "Deep"}]]},
        });
        let mut found = Vec::new();
        each(&value, &mut |reference| {
            found.push(match reference {
                Reference::Local(id) => id.to_owned(),
                Reference::Output { stack, output } => format!("{stack}/{output}"),
                Reference::Export(name) => format!("export {name}"),
            });
        });
        assert_eq!(
            found,
            [
                "Queue",
                "Role",
                "Key",
                "Topic",
                "AWS::Region",
                "x",
                "Inner",
                "export \"shared\"",
                "shop-Network/VpcId",
                "Deep"
            ]
        );
    }
}
