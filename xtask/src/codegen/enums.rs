//! Enums of allowed values.

use std::{collections::BTreeSet, fmt::Write as _};

use super::words;

/// More values than this are a catalogue, not a choice, and change every month.
const LIMIT: usize = 400;

pub(crate) fn is_useful(values: &[String]) -> bool {
    values.len() <= LIMIT
}

/// Each value with the name of its variant.
pub(crate) fn variants(values: &[String]) -> Vec<(String, &str)> {
    let mut taken = BTreeSet::new();
    let mut variants = Vec::new();
    for value in values {
        let mut name = words::variant(value);
        // `gp3` and `GP3`, or `a.b` and `a-b`, differ only in what a name can't show.
        while !taken.insert(name.clone()) {
            name += "Alt";
        }
        variants.push((name, value.as_str()));
    }
    variants
}

/// The source of one enum.
pub(crate) fn render(out: &mut String, name: &str, docs: &str, values: &[String]) {
    let _ = writeln!(out, "values! {{\n    /// {docs}\n    {name} {{");
    for (variant, value) in variants(values) {
        let _ = writeln!(out, "        {variant} = {value:?},");
    }
    out.push_str("    }\n}\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_differ_only_in_case_have_variants_of_their_own() {
        let values = ["GP3", "gp3", "Gp3"].map(String::from);
        let names: Vec<String> = variants(&values).into_iter().map(|it| it.0).collect();
        assert_eq!(names, ["Gp3", "Gp3Alt", "Gp3AltAlt"]);
    }
}
