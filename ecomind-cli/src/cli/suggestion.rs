//! What somebody may have meant.

/// How alike two names are at least, from 0 to 1, for one to be suggested for the other.
const ALIKE: f64 = 0.8;

/// The most names that a hint lists.
const LISTED: usize = 20;

/// Says which of `known` may have been meant by `given`, and which there are.
pub(super) fn did_you_mean(given: &str, known: &[&str]) -> String {
    match closest(given, known) {
        Some(name) => format!("did you mean `{name}`? known are {}", listed(known)),
        None => format!("known are {}", listed(known)),
    }
}

/// The names, as far as anybody would read them.
pub(super) fn listed(known: &[&str]) -> String {
    match known.len().checked_sub(LISTED) {
        None | Some(0) => known.join(", "),
        Some(more) => format!("{} and {more} more", known[..LISTED].join(", ")),
    }
}

fn closest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let given = given.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&given, &name.to_lowercase());
    known
        .iter()
        .map(|&name| (likeness(name), name))
        .filter(|(likeness, _)| ALIKE <= *likeness)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_or_a_longer_name_is_understood() {
        let known = ["dev", "staging", "prod"];
        assert_eq!(closest("prd", &known), Some("prod"));
        assert_eq!(closest("production", &known), Some("prod"));
        assert_eq!(closest("STAGE", &known), Some("staging"));
        assert_eq!(closest("test", &known), None);
    }

    #[test]
    fn a_long_list_is_cut() {
        let names: Vec<_> = (1..=22).map(|number| number.to_string()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        assert!(listed(&names).ends_with("19, 20 and 2 more"));
        assert!(listed(&names[..20]).ends_with("19, 20"));
    }
}
