//! What a value refers to.

use serde_json::Value;

use super::{
    functions::function,
    substitution::{self, Part},
};

/// One thing that a value refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Reference<'a> {
    /// An element of the same template: a resource, a parameter, or what AWS provides, such as
    /// `AWS::Region`.
    Element {
        /// Its logical id.
        logical_id: &'a str,
        /// The attribute that is read; none for what `Ref` gives.
        attribute: Option<&'a str>,
    },
    /// What another stack exports.
    Import {
        /// The name of the export, which may be made of functions.
        name: &'a Value,
    },
    /// An output of another stack.
    StackOutput {
        /// The name of the stack, which may be made of functions.
        stack: &'a Value,
        /// The name of the output.
        output: &'a Value,
    },
    /// An entry of a mapping.
    Mapping {
        /// The name of the mapping.
        name: &'a str,
    },
    /// A condition that decides.
    Condition {
        /// The name of the condition.
        name: &'a str,
    },
}

/// Visits everything that `value` refers to, in its order.
///
/// ```
/// use ecomind_constructs::template::{Reference, visit_references};
///
/// let value = serde_json::json!({"Fn::Sub": "${Queue.Arn}/x"});
/// let mut found = Vec::new();
/// visit_references(&value, &mut |reference| found.push(reference));
/// assert_eq!(found, [Reference::Element { logical_id: "Queue", attribute: Some("Arn") }]);
/// ```
pub fn visit_references<'a>(value: &'a Value, visit: &mut impl FnMut(Reference<'a>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit_references(item, visit)),
        Value::Object(map) => {
            if let Some((name, argument)) = function(map) {
                visit_function(name, argument, visit);
            } else {
                map.values().for_each(|item| visit_references(item, visit));
            }
        }
        _ => {}
    }
}

fn visit_function<'a>(name: &str, argument: &'a Value, visit: &mut impl FnMut(Reference<'a>)) {
    match (name, argument) {
        ("Ref", Value::String(logical_id)) => {
            visit(Reference::Element { logical_id, attribute: None });
        }
        ("Condition", Value::String(name)) => visit(Reference::Condition { name }),
        ("Fn::GetAtt", Value::String(path)) => {
            if let Some((logical_id, attribute)) = path.split_once('.') {
                visit(Reference::Element { logical_id, attribute: Some(attribute) });
            }
        }
        ("Fn::GetAtt", Value::Array(items)) => {
            if let Some(logical_id) = items.first().and_then(Value::as_str) {
                let attribute = items.get(1).and_then(Value::as_str);
                visit(Reference::Element { logical_id, attribute: attribute.or(Some("")) });
            }
            items
                .iter()
                .skip(1)
                .for_each(|item| visit_references(item, visit));
        }
        ("Fn::Sub", argument) => visit_substitution(argument, visit),
        ("Fn::ImportValue", name) => {
            visit(Reference::Import { name });
            visit_references(name, visit);
        }
        ("Fn::GetStackOutput", argument) => {
            if let (Some(stack), Some(output)) =
                (argument.get("StackName"), argument.get("OutputName"))
            {
                visit(Reference::StackOutput { stack, output });
            }
            visit_references(argument, visit);
        }
        ("Fn::FindInMap", Value::Array(items)) => {
            if let Some(name) = items.first().and_then(Value::as_str) {
                visit(Reference::Mapping { name });
            }
            visit_references(argument, visit);
        }
        ("Fn::If", Value::Array(items)) => {
            if let Some(name) = items.first().and_then(Value::as_str) {
                visit(Reference::Condition { name });
            }
            items
                .iter()
                .skip(1)
                .for_each(|item| visit_references(item, visit));
        }
        _ => visit_references(argument, visit),
    }
}

fn visit_substitution<'a>(argument: &'a Value, visit: &mut impl FnMut(Reference<'a>)) {
    let (text, variables) = match argument {
        Value::String(text) => (text.as_str(), None),
        Value::Array(items) => match items.as_slice() {
            [Value::String(text), Value::Object(variables)] => (text.as_str(), Some(variables)),
            _ => return visit_references(argument, visit),
        },
        _ => return,
    };
    for part in substitution::parts(text) {
        match part {
            Part::Reference { logical_id, attribute } => {
                let is_own = attribute.is_none()
                    && variables.is_some_and(|own| own.contains_key(logical_id));
                if !is_own {
                    visit(Reference::Element { logical_id, attribute });
                }
            }
            Part::Text(_) => {}
        }
    }
    for value in variables.into_iter().flat_map(serde_json::Map::values) {
        visit_references(value, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let value: Value = serde_json::from_str(text).unwrap();
        let mut found = Vec::new();
        visit_references(&value, &mut |reference| {
            found.push(match reference {
                Reference::Element { logical_id, attribute: None } => logical_id.to_owned(),
                Reference::Element { logical_id, attribute: Some(attribute) } => {
                    format!("{logical_id}.{attribute}")
                }
                other => format!("{other:?}"),
            });
        });
        found
    }

    #[test]
    fn every_function_that_refers_is_seen() {
        let text = r#"{"A": [{"Ref": "B"}, {"Fn::GetAtt": ["C", "D.E"]}, {"Fn::GetAtt": "F.G"},
            {"Fn::Sub": ["${H}${I.J}${Own}${!K}", {"Own": {"Ref": "L"}}]},
            {"Fn::Join": ["", [{"Fn::Base64": {"Ref": "M"}}]]}]}"#;
        assert_eq!(found(text), ["B", "C.D.E", "F.G", "H", "I.J", "L", "M"]);
    }

    #[test]
    fn other_stacks_mappings_and_conditions_are_seen() {
        let text = r#"[{"Fn::ImportValue": "e"}, {"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}},
            {"Fn::FindInMap": ["m", {"Ref": "A"}, "x"]}, {"Fn::If": ["c", 1, 2]}]"#;
        insta::assert_snapshot!(found(text).join("\n"), @r#"
        Import { name: String("e") }
        StackOutput { stack: String("s"), output: String("o") }
        Mapping { name: "m" }
        A
        Condition { name: "c" }
        "#);
    }
}
