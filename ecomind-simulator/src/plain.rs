//! Values as texts, as loosely as CloudFormation takes them.

use serde_json::Value;

/// A value as a text: texts without quotes, everything else as JSON.
pub(crate) fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
