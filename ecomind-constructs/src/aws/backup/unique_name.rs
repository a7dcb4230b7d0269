//! Names that the service insists on, made of what is unique anyway.

use crate::{
    tree::Scope,
    value::{self, IntoValue, Value},
};

/// What the service takes, less the nine characters that come from the stack.
const LONGEST: usize = 41;

/// The path of `scope` and the beginning of its stack's id: the same for the life of the stack,
/// and another in each stack. A path that is too long loses its beginning.
pub(super) fn unique_name(scope: &Scope<'_>, separator: char) -> Value<String> {
    let path = scope.path().to_string();
    let words = path.split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let readable = words.join(&separator.to_string());
    let cut = readable.len().saturating_sub(LONGEST);
    // `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`
    let uuid = value::select(2, value::split("/", value::stack_id()));
    let beginning: Value<String> = value::select(0, value::split("-", uuid));
    value::concat([format!("{}{separator}", &readable[cut..]).into_value(), beginning])
}
