//! What limits a value, and what it may refer to.

use serde_json::Value;

use super::objects::Node;
use crate::ir::Shape;

/// Formats that say nothing which the kind does not say already.
const PLAIN_FORMATS: [&str; 5] = ["string", "json", "int64", "double", "date-time"];

/// Puts the limits of `node` on `shape`.
pub(crate) fn apply(shape: &mut Shape, node: &Node<'_>) {
    let number = |key: &str| node.get(key).and_then(Value::as_f64);
    let count = |keys: [&str; 3]| {
        keys.into_iter()
            .find_map(|key| node.get(key).and_then(Value::as_u64))
    };
    let is = |key: &str, wanted: bool| node.get(key).and_then(Value::as_bool) == Some(wanted);

    shape.pattern = node.get("pattern").and_then(Value::as_str).map(Into::into);
    shape.format = format(node);
    shape.min_length = count(["minLength", "minItems", "minProperties"]).filter(|it| 0 < *it);
    shape.max_length = count(["maxLength", "maxItems", "maxProperties"]);
    shape.minimum = number("minimum");
    shape.maximum = number("maximum");
    shape.unique = is("uniqueItems", true);
    shape.unordered = is("insertionOrder", false);
    if let Some(values) = values(node) {
        shape.any_case = node.get("enumCaseInsensitive").is_some();
        shape.values = values;
    }
}

/// The allowed values, sorted: their order means nothing and changes between releases.
fn values(node: &Node<'_>) -> Option<Vec<String>> {
    let listed = node.get("enumCaseInsensitive").or_else(|| node.get("enum"));
    let constant = node.get("const").map(std::slice::from_ref);
    let listed = listed
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .or(constant)?;
    let mut values: Vec<String> = listed.iter().map(text).collect();
    values.sort();
    values.dedup();
    Some(values)
}

/// A value as `CloudFormation` would write it.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), Into::into)
}

fn format(node: &Node<'_>) -> Option<String> {
    let format = node.get("format")?.as_str()?;
    let useful = !PLAIN_FORMATS.contains(&format) && !format.starts_with('(');
    useful.then(|| format.to_owned())
}

/// What the value may refer to, such as `AWS::EC2::Subnet.SubnetId`.
pub(crate) fn targets(node: &Node<'_>) -> Vec<String> {
    let formats = node.all("format").filter_map(Value::as_str);
    let formats = formats
        .filter(|format| format.starts_with("AWS::"))
        .map(ToOwned::to_owned);
    let relations = node.all("relationshipRef").filter_map(|relation| {
        let path = relation["propertyPath"].as_str()?;
        let property = path.trim_start_matches("/properties/").replace('/', ".");
        Some(format!("{}.{property}", relation["typeName"].as_str()?))
    });
    formats.chain(relations).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn limits_come_from_the_definition_too() {
        let root =
            json!({"definitions": {"Name": {"type": "string", "minLength": 1, "pattern": "^a"}}});
        let value = json!({"$ref": "#/definitions/Name", "maxLength": 5});
        let mut shape = Shape::default();
        apply(&mut shape, &Node::new(&root, &value));
        assert_eq!(shape.min_length, Some(1));
        assert_eq!(shape.max_length, Some(5));
        assert_eq!(shape.pattern.as_deref(), Some("^a"));
    }

    #[test]
    fn references_are_found_in_every_branch() {
        let root = json!({});
        let value = json!({"anyOf": [
            {"format": "AWS::KMS::Key.Arn"},
            {"relationshipRef": {"typeName": "AWS::KMS::Alias", "propertyPath": "/properties/AliasName"}},
        ]});
        let found = targets(&Node::new(&root, &value));
        assert_eq!(found, ["AWS::KMS::Key.Arn", "AWS::KMS::Alias.AliasName"]);
    }
}
