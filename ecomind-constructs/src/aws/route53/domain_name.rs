//! Names of the DNS.

/// The longest name, and the longest of its labels.
const LONGEST: (usize, usize) = (253, 63);

/// Says why `name` can't be a domain name without a trailing dot, if it can't. A `*` may be its
/// first label; other labels may hold an underscore, as those of TXT and SRV records do.
pub(crate) fn flaw_of_domain_name(name: &str) -> Option<String> {
    let (longest, longest_label) = LONGEST;
    let is_label = |(position, label): (usize, &str)| {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        (position == 0 && label == "*")
            || ((1..=longest_label).contains(&label.len())
                && label.bytes().all(is_plain)
                && !label.starts_with('-')
                && !label.ends_with('-'))
    };
    let fits = name.len() <= longest && name.split('.').enumerate().all(is_label);
    (!fits).then(|| {
        format!(
            "must be lower-case labels of 1 to {longest_label} letters, digits and hyphens with \
             dots between them, such as `app.example.com`, got {name:?}"
        )
    })
}

/// The whole name of what is `name` in the zone `zone`: a name that ends with the zone's is whole
/// already, and the empty one means the zone itself.
pub(super) fn in_zone(name: &str, zone: &str) -> String {
    if name.is_empty() {
        zone.to_owned()
    } else if is_within(name, zone) {
        name.to_owned()
    } else {
        format!("{name}.{zone}")
    }
}

/// Whether a whole name is the zone's or below it.
pub(super) fn is_within(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_lower_case_labels() {
        for name in ["example.com", "a-b.example.com", "*.example.com", "_dmarc.example.com"] {
            assert_eq!(flaw_of_domain_name(name), None, "{name}");
        }
        let long = "a.".repeat(130);
        for name in ["", "example.com.", "Example.com", "a..b", "-a.com", "a.*.com", "a b.c", &long]
        {
            assert!(flaw_of_domain_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_end_with_that_of_their_zone() {
        assert_eq!(in_zone("", "example.com"), "example.com");
        assert_eq!(in_zone("api", "example.com"), "api.example.com");
        assert_eq!(in_zone("api.example.com", "example.com"), "api.example.com");
        assert_eq!(in_zone("myexample.com", "example.com"), "myexample.com.example.com");
    }
}
