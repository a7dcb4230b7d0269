//! What instances do on their first start.

use crate::value::{self, IntoValue, Value};

/// How every script begins; `tests/custom_resources` runs it with those that follow.
const BEGINNING: &str = include_str!("first_start.sh");

/// EC2 takes this many bytes of user data.
#[cfg(test)]
const LIMIT: usize = 16 * 1024;

/// User data that runs `script`, signals to `resource` how it went, and has these variables: names
/// and values that shells take as they are.
pub(in crate::aws) fn user_data(
    script: &str,
    variables: &[(&str, Value<String>)],
    resource: impl IntoValue<String>,
) -> Value<String> {
    let own = [
        ("STACK", value::stack_id()),
        ("REGION", value::region()),
        ("RESOURCE", resource.into_value()),
    ];
    let mut parts = vec!["#!/bin/bash\n".into_value()];
    for (name, value) in own.iter().chain(variables) {
        parts.extend([format!("{name}='").into_value(), value.clone(), "'\n".into_value()]);
    }
    parts.push(format!("{BEGINNING}{script}").into_value());
    value::base64(value::concat(parts))
}

/// What a script has too much, if anything.
#[cfg(test)]
pub(in crate::aws) fn flaw(script: &str) -> Option<String> {
    // The variables need some.
    let left = LIMIT - 1024 - BEGINNING.len();
    (left < script.len()).then(|| format!("{} bytes of {left}", script.len()))
}
