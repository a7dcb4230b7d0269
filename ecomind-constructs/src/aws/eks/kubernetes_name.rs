//! What Kubernetes takes as a name.

/// What is wrong with the name of a namespace, a service account or a service, if anything is: a
/// label of DNS.
pub(super) fn flaw(name: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let inside = !name.starts_with('-') && !name.ends_with('-');
    if (1..=63).contains(&name.len()) && inside && name.chars().all(plain) {
        return None;
    }
    Some(format!("must be 1 to 63 small letters, digits and inner hyphens, got {name:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_labels_of_dns() {
        for name in ["a", "api-2", "0", &"x".repeat(63)] {
            assert_eq!(flaw(name), None, "{name}");
        }
    }

    #[test]
    fn rejects_what_is_none() {
        for name in ["", "-a", "a-", "Api", "a_b", "a.b", &"x".repeat(64)] {
            assert!(flaw(name).is_some(), "{name}");
        }
    }
}
