//! Whether two values are known to be different, before anybody deploys them.

use ecomind_constructs::template::{self, Reference, Template, visit_references};
use serde_json::Value;

/// What the logical ids of a template stand for.
#[derive(Debug, Clone, Copy)]
pub(in crate::diff) struct Names<'a>(pub(in crate::diff) &'a Template);

impl Names<'_> {
    fn is_resource(self, logical_id: &str) -> bool {
        let resources = self.0.section("Resources");
        resources
            .and_then(|resources| resources.get(logical_id))
            .is_some()
    }
}

/// Whether two values that are written differently are different for sure.
///
/// What only the deployment knows (parameters, conditions, other stacks, attributes beside a
/// literal) may turn out to be the same. References to two resources are not the same.
pub(super) fn differ_for_sure(
    before: Option<&Value>,
    after: Option<&Value>,
    old: Names<'_>,
    new: Names<'_>,
) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => match (literal(before), literal(after)) {
            (true, true) => true,
            (true, false) | (false, true) => {
                // A number of items or a kind of value is never a reference.
                (before.is_object() || before.is_array() || after.is_array())
                    && template_kind(before) != template_kind(after)
                    && !is_function(before)
                    && !is_function(after)
            }
            (false, false) => {
                is_reference_to_resource(before, old) && is_reference_to_resource(after, new)
            }
        },
        (Some(only), None) | (None, Some(only)) => !may_vanish(only),
        (None, None) => false,
    }
}

fn literal(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(literal),
        Value::Object(map) => template::function(map).is_none() && map.values().all(literal),
        Value::String(text) => !text.contains("{{resolve:"),
        _ => true,
    }
}

fn template_kind(value: &Value) -> u8 {
    match value {
        Value::Object(_) => 0,
        Value::Array(_) => 1,
        _ => 2,
    }
}

fn is_function(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|map| template::function(map).is_some())
}

/// Whether a value is made of literals and resources alone, and of one resource at least.
fn is_reference_to_resource(value: &Value, names: Names<'_>) -> bool {
    let (mut resources, mut others) = (0, 0);
    visit_references(value, &mut |reference| match reference {
        Reference::Element { logical_id, .. } if names.is_resource(logical_id) => resources += 1,
        Reference::Element { logical_id, .. } if logical_id.starts_with("AWS::") => {}
        _ => others += 1,
    });
    0 < resources && others == 0
}

/// Whether it can turn out that nothing is there.
fn may_vanish(value: &Value) -> bool {
    value
        .as_object()
        .and_then(template::function)
        .is_some_and(|(name, _)| name == "Fn::If")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sure(before: &Value, after: &Value) -> bool {
        let template = r#"{"Parameters": {"P": {"Type": "String"}},
            "Resources": {"A": {"Type": "T"}, "B": {"Type": "T"}}}"#;
        let template = Template::from_json(template).unwrap();
        let absent = |value: &Value| value.is_null();
        differ_for_sure(
            Some(before).filter(|it| !absent(it)),
            Some(after).filter(|it| !absent(it)),
            Names(&template),
            Names(&template),
        )
    }

    #[test]
    fn literals_and_resources_are_known_and_the_rest_is_not() {
        assert!(sure(&json!("a"), &json!("b")) && sure(&json!(null), &json!("b")));
        assert!(sure(&json!({"Ref": "A"}), &json!({"Ref": "B"})));
        assert!(!sure(&json!({"Ref": "P"}), &json!("b")));
        assert!(!sure(&json!({"Ref": "A"}), &json!("b")), "the id of A may be written out");
        assert!(!sure(&json!({"Fn::ImportValue": "x"}), &json!({"Ref": "A"})));
        assert!(!sure(&json!(null), &json!({"Fn::If": ["C", "a", {"Ref": "AWS::NoValue"}]})));
        assert!(!sure(&json!("{{resolve:ssm:a:1}}"), &json!("b")));
    }
}
