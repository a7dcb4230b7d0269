//! What values of a chart may be, as JSON Schema, which Helm checks before it does anything.

use serde_json::{Map, Value as Json, json};

/// A quantity of Kubernetes, such as `250m` or `512Mi`.
const QUANTITY: &str = r"^[0-9]+(\.[0-9]+)?(m|[kMGTPE]|[KMGTPE]i)?$";
/// What variables are called that nobody should read.
const SECRET: &str = "(PASSWORD|SECRET|TOKEN|PRIVATE_KEY|API_KEY|CREDENTIALS)$";

/// The schema of these values: what is not here is a slip.
pub(super) fn of(values: &Map<String, Json>) -> String {
    let mut schema = object(values, &[]);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

fn object(map: &Map<String, Json>, above: &[&str]) -> Json {
    let properties = map.iter().map(|(name, value)| {
        let mut path = above.to_vec();
        path.push(name);
        (name.clone(), one(value, &path))
    });
    let mut schema = json!({
        "additionalProperties": false,
        "properties": properties.collect::<Map<String, Json>>(),
        "type": "object",
    });
    if above.last() == Some(&"config") {
        // Said beside what is allowed, since it is what people try.
        schema["propertyNames"] = json!({"not": {"pattern": SECRET}});
    }
    // Helm itself gives these to charts.
    if above.is_empty() {
        schema["properties"]["global"] = json!({"type": "object"});
    }
    schema
}

fn one(value: &Json, path: &[&str]) -> Json {
    match (value, path) {
        (_, [.., "resources", _, _]) => json!({"pattern": QUANTITY, "type": "string"}),
        (_, [.., "replicas", _]) => json!({"maximum": 1000, "minimum": 0, "type": "integer"}),
        (Json::Object(map), _) => object(map, path),
        (Json::Array(_), _) => json!({"items": {"type": "object"}, "type": "array"}),
        (Json::Bool(_), _) => json!({"type": "boolean"}),
        (Json::Number(_), _) => json!({"type": "number"}),
        _ => json!({"type": "string"}),
    }
}
