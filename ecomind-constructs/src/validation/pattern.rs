//! Regular expressions of schemas, compiled when they are first needed.

use regress::Regex;

use crate::schema::{self, Kind, Shape};

use super::memo::Memo;

/// What is compiled already; `None` for what the engine does not take.
#[derive(Debug, Default, Clone)]
pub(super) struct Patterns(Memo<&'static str, Option<Regex>>);

impl Patterns {
    /// Whether `text` has a match; of a pattern that cannot be compiled nothing is known.
    pub(super) fn matches(&mut self, pattern: &'static str, text: &str) -> bool {
        let compiled = self.0.get(pattern, || compile(pattern));
        Option::as_ref(compiled).is_none_or(|regex| regex.find(text).is_some())
    }
}

/// JSON schema's dialect is ECMAScript's with the flag `u`. Some schemas escape what need not be
/// escaped, which only the dialect without the flag takes, and some are written for Java.
fn compile(pattern: &str) -> Option<Regex> {
    let strict = |pattern: &str| Regex::with_flags(pattern, "u").ok();
    strict(pattern)
        .or_else(|| strict(&without_java(pattern)))
        .or_else(|| {
            // Without the flag, `\p` is the letter.
            let is_portable = !["\\p{", "\\P{", "(?i", "\\A", "\\Z", "\\z", "[:"]
                .iter()
                .any(|unknown| pattern.contains(unknown));
            is_portable
                .then(|| Regex::with_flags(pattern, "").ok())
                .flatten()
        })
}

/// Puts ranges in the place of Java's names for classes of characters, and ECMAScript's anchors in
/// the place of others.
fn without_java(pattern: &str) -> String {
    const CLASSES: [(&str, &str); 5] = [
        ("Print", " -~"),
        ("Graph", "!-~"),
        ("Alnum", "A-Za-z0-9"),
        ("Digit", "0-9"),
        ("Punct", "!-\\/:-@\\[-`{-~"),
    ];
    let mut text = pattern.replace("\\A", "^").replace("\\Z", "$");
    for (name, ranges) in CLASSES {
        let class = format!("\\p{{{name}}}");
        while let Some(at) = text.find(&class) {
            let before = &text[..at];
            let is_inside = before.rfind('[') > before.rfind(']');
            let ranges = if is_inside { ranges.to_owned() } else { format!("[{ranges}]") };
            text.replace_range(at..at + class.len(), &ranges);
        }
    }
    text
}

/// Whether the engine takes a pattern of a template, which is nobody's but the author's.
pub(super) fn compile_own(pattern: &str) -> Option<Regex> {
    // The whole value has to match, unlike in schemas.
    compile(&format!("^(?:{pattern})$"))
}

/// The patterns of all schemas that the engine does not take, so that they are not checked, and
/// how many there are in all.
///
/// ```
/// let (untaken, all) = ecomind_constructs::validation::untaken_patterns();
/// assert!(untaken.len() * 100 < all);
/// ```
#[must_use]
pub fn untaken_patterns() -> (Vec<&'static str>, usize) {
    let mut patterns = Patterns::default();
    for name in schema::resource_types() {
        let Some(resource) = schema::resource_type(name) else { continue };
        let types = resource.property_types().map(|(_, object)| object);
        for object in std::iter::once(resource.object()).chain(types) {
            object
                .properties()
                .for_each(|property| collect(&property.shape(), &mut patterns));
        }
    }
    let all = patterns.0.seen();
    let count = all.len();
    let untaken = all.filter(|(_, regex)| regex.is_none());
    (untaken.map(|(pattern, _)| pattern).collect(), count)
}

fn collect(shape: &Shape, patterns: &mut Patterns) {
    if let Some(pattern) = shape.pattern {
        patterns.0.get(pattern, || compile(pattern));
    }
    match &shape.kind {
        Kind::List(inner) | Kind::Map(inner) => collect(inner, patterns),
        Kind::Union(kinds) => kinds.iter().for_each(|kind| collect(kind, patterns)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_java_are_understood() {
        let print = compile(r"^\p{Print}+$").unwrap();
        assert!(print.find("a b~").is_some() && print.find("ü").is_none());
        let mixed = compile(r"^[\p{Alnum}_]+$").unwrap();
        assert!(mixed.find("a_1").is_some() && mixed.find("-").is_none());
    }

    #[test]
    fn nearly_all_patterns_are_taken() {
        let (untaken, all) = untaken_patterns();
        insta::assert_snapshot!(format!("{} of {all}: {untaken:#?}", untaken.len()));
    }
}
