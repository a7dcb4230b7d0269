//! Names that CloudFront asks for, and wants to have once in an account.

use crate::{
    tree::Scope,
    value::{self, IntoValue as _, Value},
};

/// The longest name of an access control or an origin.
const LONGEST_NAME: usize = 64;

/// A name that no other place, and no other stack, has.
pub(super) fn unique_name(scope: &Scope<'_>) -> Value<String> {
    let guid = value::select(2, value::split("/", value::stack_id()));
    let short_guid: Value<String> = value::select(0, value::split("-", guid));
    value::concat([readable_name(scope).into_value(), "-".into_value(), short_guid])
}

/// The path's end, as far as it fits before eight digits of the stack's UUID.
fn readable_name(scope: &Scope<'_>) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
    let path: String = scope.path().as_str().chars().map(plain).collect();
    let start = path.len().saturating_sub(LONGEST_NAME - "-01234567".len());
    path[start..].trim_start_matches('-').to_owned()
}
