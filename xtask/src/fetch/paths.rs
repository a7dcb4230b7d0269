//! Property paths: `/properties/Endpoint/Port` becomes `Endpoint/Port`.

use serde_json::Value;

/// The paths listed under `key`, sorted.
pub(crate) fn list(schema: &Value, key: &str) -> Vec<String> {
    let listed = schema[key].as_array().into_iter().flatten();
    let mut paths: Vec<String> = listed.filter_map(Value::as_str).map(plain).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Keeps the order, which matters in an identifier.
pub(crate) fn ordered(schema: &Value, key: &str) -> Vec<String> {
    let listed = schema[key].as_array().into_iter().flatten();
    listed.filter_map(Value::as_str).map(plain).collect()
}

fn plain(pointer: &str) -> String {
    let path = pointer.trim_start_matches("/properties/");
    // Some schemas repeat the schema's own words inside a path, or write a list's items as `[]`.
    path.replace("/properties/", "/")
        .replace("/items/", "/*/")
        .replace("[]", "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_the_words_of_the_schema() {
        assert_eq!(plain("/properties/Endpoint/Port"), "Endpoint/Port");
        assert_eq!(
            plain("/properties/Rules/items/properties/Id"),
            "Rules/*/properties/Id".replace("properties/", "")
        );
    }
}
