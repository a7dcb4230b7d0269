//! What somebody may have meant.

/// How alike two names are at least, from 0 to 1, for one to be suggested for the other.
const ALIKE: f64 = 0.88;

/// The most names that a hint lists.
const LISTED: usize = 12;

/// The name among `known` that `given` may be a slip of.
pub fn closest<'k>(given: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), name))
        .filter(|(likeness, _)| ALIKE <= *likeness)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

/// Says which of `known` may have been meant by `given`, or else which there are.
pub fn did_you_mean<'k>(
    given: &str,
    known: impl IntoIterator<Item = &'k str> + Clone,
) -> Option<String> {
    match closest(given, known.clone()) {
        Some(name) => Some(format!("did you mean `{name}`?")),
        None => allowed(known),
    }
}

/// Says which names there are, as far as anybody would read them.
pub(super) fn allowed<'k>(known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    match known.len().checked_sub(LISTED) {
        None | Some(0) if known.is_empty() => None,
        None | Some(0) => Some(format!("known are {}", known.join(", "))),
        Some(more) => Some(format!("known are {} and {more} more", known[..LISTED].join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_else_the_names_are_listed() {
        let known = ["DelaySeconds", "FifoQueue"];
        assert_eq!(closest("delayseconds", known), Some("DelaySeconds"));
        assert_eq!(did_you_mean("Colour", known).unwrap(), "known are DelaySeconds, FifoQueue");
        assert_eq!(did_you_mean("Colour", []), None);
    }
}
