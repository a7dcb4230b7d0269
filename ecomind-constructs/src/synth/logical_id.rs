//! What elements are called in a template.
//!
//! The same path gives the same logical id as in the AWS CDK, so that a stack of the CDK can be
//! taken over without replacing anything. `tests/cdk_parity` holds vectors of the real CDK.

use md5::{Digest as _, Md5};

/// Left out of the hash, so that a construct can be wrapped without renaming what it holds.
const HIDDEN: &str = "Default";
/// Left out of the readable part, since every main resource is called so.
const HIDDEN_FROM_HUMANS: &str = "Resource";
/// A logical id has at most 255 characters.
const MAX_LENGTH: usize = 255;
/// Most are shorter, so that memory is asked for once.
const USUAL_LENGTH: usize = 48;
/// What the hash leaves of it for the readable part, rounded down as the CDK does.
const MAX_READABLE_LENGTH: usize = 240;

/// The logical id of the element at this path below its stack.
///
/// `None` when nothing is left of the path that could name it.
pub(super) fn logical_id<'a>(components: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let components = components.filter(|component| *component != HIDDEN);
    let mut first_two = components.clone();
    let only = match (first_two.next(), first_two.next()) {
        (None, _) => return None,
        (Some(only), None) => Some(alphanumeric(only)),
        (Some(_), Some(_)) => None,
    };
    let logical_id = match only {
        Some(id) if id.len() <= MAX_LENGTH => id,
        _ => hashed(components),
    };
    Some(logical_id).filter(|id| !id.is_empty())
}

/// The readable part of a path and its hash.
fn hashed<'a>(components: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Md5::new();
    let mut readable = String::with_capacity(USUAL_LENGTH);
    let mut last_kept: Option<&str> = None;
    for (index, component) in components.enumerate() {
        if 0 < index {
            hash.update(b"/");
        }
        hash.update(component.as_bytes());
        // `Vpc/PublicSubnet/Subnet` reads no better with the second `Subnet`.
        if last_kept.is_some_and(|last| last.ends_with(component)) {
            continue;
        }
        last_kept = Some(component);
        if component != HIDDEN_FROM_HUMANS {
            push_alphanumeric(&mut readable, component);
        }
    }
    readable.truncate(MAX_READABLE_LENGTH);
    for byte in hash.finalize().iter().take(4) {
        for digit in [byte >> 4, byte & 0xf] {
            readable.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
        }
    }
    readable
}

fn alphanumeric(text: &str) -> String {
    let mut alphanumeric = String::new();
    push_alphanumeric(&mut alphanumeric, text);
    alphanumeric
}

/// Appends the letters and digits of a text, at once when there is nothing else in it.
fn push_alphanumeric(to: &mut String, text: &str) {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        to.push_str(text);
    } else {
        to.extend(text.chars().filter(char::is_ascii_alphanumeric));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(path: &str) -> Option<String> {
        logical_id(path.split('/'))
    }

    #[test]
    fn one_component_is_its_own_name() {
        assert_eq!(id("Queue").as_deref(), Some("Queue"));
        assert_eq!(id("My-Queue_1/Default").as_deref(), Some("MyQueue1"));
    }

    #[test]
    fn a_path_gets_a_hash() {
        // As `cdk synth` names a VPC.
        assert_eq!(id("Vpc/Resource").as_deref(), Some("Vpc8378EB38"));
    }

    #[test]
    fn nothing_left_is_no_name() {
        assert_eq!(id("Default"), None);
        assert_eq!(id("---"), None);
        assert_eq!(id("1st").as_deref(), Some("1st"));
    }
}
