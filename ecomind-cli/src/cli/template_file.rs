//! Templates in files: JSON or YAML, by their names, or by how they begin.

use std::path::Path;

use ecomind_constructs::{
    rules::Inspector,
    template::{Template, yaml_position},
    validation::{Check, Finding},
};

use super::json_position;

/// What is wrong with the template in the file at `path`.
pub(super) fn findings(
    path: &Path,
    text: &str,
    inspector: &mut Inspector,
    region: Option<&str>,
) -> Vec<Finding> {
    if !is_yaml(path, text) {
        return inspector.inspect_text(text, region);
    }
    match Template::from_yaml(text) {
        Ok(template) => inspector.inspect_template(&template, text.len(), region),
        Err(error) => {
            let check = Check::Section;
            let message = format!("can't be read: {error}");
            vec![Finding::new(check.id(), check.severity(), "", message)]
        }
    }
}

/// The line and the column of a place in the template.
pub(super) fn position(path: &Path, text: &str, at: &str) -> (usize, usize) {
    if is_yaml(path, text) { yaml_position(text, at) } else { json_position::position(text, at) }
}

fn is_yaml(path: &Path, text: &str) -> bool {
    match path.extension().and_then(|it| it.to_str()) {
        Some("yaml" | "yml") => true,
        Some("json") => false,
        _ => !text.trim_start().starts_with('{'),
    }
}
