//! Which data a difference comes from.

use super::Variance;

/// What explains a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Explanation {
    /// Each of these fields makes it so; or all of them together do, when none does alone.
    Fields(Vec<&'static str>),
    /// Several fields together, none of which does anything there alone.
    Together,
    /// Something in the code, such as a question for the name of the environment.
    None,
    /// The app doesn't say what its environments consist of, or can't be built with other data.
    Unknown,
}

/// What the app does with data of the other environment.
#[derive(Debug, Default)]
pub(crate) struct Trials {
    /// What differs from the first environment with one field of the second.
    pub(crate) fields: Vec<(&'static str, Vec<Variance>)>,
    /// What still differs from the second environment with all of its fields; none when that could
    /// not be tried.
    pub(crate) rest: Option<Vec<Variance>>,
}

/// What explains `variance`.
pub(crate) fn explain(variance: &Variance, trials: &Trials) -> Explanation {
    let Some(rest) = &trials.rest else { return Explanation::Unknown };
    if rest.iter().any(|it| it.becomes(variance)) {
        return Explanation::None;
    }
    let by = |is_so: &dyn Fn(&Variance) -> bool| -> Vec<&'static str> {
        let fields = trials.fields.iter();
        fields
            .filter(|(_, found)| found.iter().any(is_so))
            .map(|(name, _)| *name)
            .collect()
    };
    let whole = by(&|it| it.becomes(variance));
    if !whole.is_empty() {
        return Explanation::Fields(whole);
    }
    let parts = by(&|it| it.is_at(variance));
    if parts.is_empty() { Explanation::Together } else { Explanation::Fields(parts) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn variance(after: i64) -> Variance {
        Variance {
            stack: "Data".to_owned(),
            place: Some("Data/Queue".to_owned()),
            type_name: None,
            location: None,
            path: Some("DelaySeconds".to_owned()),
            before: Some(json!(0)),
            after: Some(json!(after)),
            only_in: None,
        }
    }

    fn explained(fields: &[(&'static str, i64)], rest: Option<&[i64]>) -> Explanation {
        let found = |after: &i64| variance(*after);
        let trials = Trials {
            fields: fields
                .iter()
                .map(|(name, after)| (*name, vec![found(after)]))
                .collect(),
            rest: rest.map(|rest| rest.iter().map(found).collect()),
        };
        explain(&variance(5), &trials)
    }

    #[test]
    fn a_field_explains_what_it_makes_alone() {
        let nothing = Some(&[][..]);
        assert_eq!(explained(&[("a", 5), ("b", 3)], nothing), Explanation::Fields(vec!["a"]));
        assert_eq!(explained(&[("a", 2), ("b", 3)], nothing), Explanation::Fields(vec!["a", "b"]));
        assert_eq!(explained(&[], nothing), Explanation::Together);
    }

    #[test]
    fn what_stays_with_all_data_is_not_explained() {
        assert_eq!(explained(&[("a", 5)], Some(&[5])), Explanation::None);
        assert_eq!(explained(&[("a", 5)], None), Explanation::Unknown);
    }
}
