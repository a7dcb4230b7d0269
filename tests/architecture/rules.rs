//! The rules about single files.

use crate::source::{Source, test_module};

const LONGEST: usize = 400;

/// What the files below some folders must not name.
#[derive(Debug)]
pub(crate) struct Ban {
    pub(crate) folders: &'static [&'static str],
    /// Files or folders that may.
    pub(crate) except: &'static [&'static str],
    /// Paths or parts of paths, or macros with their `!`.
    pub(crate) names: &'static [&'static str],
    pub(crate) reason: &'static str,
}

impl Ban {
    /// One sentence for each name in `source` that should not be there.
    pub(crate) fn check(&self, source: &Source) -> Vec<String> {
        let is_below = |folders: &[&str]| folders.iter().any(|folder| is_in(source, folder));
        if !is_below(self.folders) || is_below(self.except) {
            return Vec::new();
        }
        let paths = source.paths();
        let named = paths
            .iter()
            .filter(|path| self.names.iter().any(|name| path.contains(name)));
        let sentence = |path: &crate::paths::Path| {
            let name = path.segments.join("::");
            format!("{}:{}: `{name}`: {}", source.file, path.line, self.reason)
        };
        named.map(sentence).collect()
    }
}

/// Whether a file is `place` or below it.
fn is_in(source: &Source, place: &str) -> bool {
    source
        .file
        .strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A file that is longer than this holds more than one idea.
pub(crate) fn length(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (LONGEST < lines).then(|| format!("{}: {lines} lines, at most {LONGEST}", source.file))
}

/// Tests end a file, so that a reader meets the code first.
pub(crate) fn tests_last(source: &Source) -> Option<String> {
    let tokens = source.tokens();
    let mut modules = (0..tokens.len()).filter_map(|at| test_module(&tokens, at));
    let (_, end) = modules.find(|(name, _)| name == "tests")?;
    let next = tokens.get(end)?;
    Some(format!("{}:{}: code after the tests", source.file, next.span().start().line))
}

/// `build` reports the line of its caller, which is where a mistake is corrected.
pub(crate) fn tracked_builds(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
    let is_header = |line: &&&str| line.starts_with("#[") || line.starts_with("///");
    let untracked = |at: &usize| {
        let mut header = lines[..*at].iter().rev().take_while(is_header);
        lines[*at].starts_with("pub fn build(") && !header.any(|line| *line == "#[track_caller]")
    };
    let sentence = |at| format!("{}:{}: `build` lacks `#[track_caller]`", source.file, at + 1);
    (0..lines.len()).filter(untracked).map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PURE: Ban = Ban {
        folders: &["x/src"],
        except: &["x/src/printer.rs"],
        names: &["std::fs", "println!", "io::stdout"],
        reason: "no I/O",
    };

    fn source(text: &str) -> Source {
        Source::new("x/src/y.rs", text)
    }

    #[test]
    fn takes_what_is_not_banned() {
        let harmless = "use std::fmt; // println!(\"x\")\nfn f() { writeln!(w, \"std::fs\"); }";
        assert_eq!(PURE.check(&source(harmless)), [""; 0]);
    }

    #[test]
    fn takes_what_is_excepted_or_elsewhere() {
        for file in ["x/src/printer.rs", "x/src2/y.rs"] {
            let text = "fn f() { println!(\"x\"); }";
            assert_eq!(PURE.check(&Source::new(file, text)), [""; 0]);
        }
    }

    #[test]
    fn rejects_what_is_banned() {
        for text in [
            "use std::{fmt, fs::File};",
            "fn f() { std::fs::read(p); }",
            "fn f() { println!(\"x\"); }",
            "use std::io; fn f() { io::stdout(); }",
        ] {
            assert_eq!(PURE.check(&source(text)).len(), 1, "{text}");
        }
        assert_eq!(PURE.check(&source("\nuse std::fs;")), ["x/src/y.rs:2: `std::fs`: no I/O"]);
    }

    #[test]
    fn takes_a_file_of_400_lines() {
        assert_eq!(length(&source(&"\n".repeat(400))), None);
    }

    #[test]
    fn rejects_a_file_of_401_lines() {
        let finding = length(&source(&"\n".repeat(401))).unwrap();
        assert_eq!(finding, "x/src/y.rs: 401 lines, at most 400");
    }

    #[test]
    fn takes_tests_at_the_end() {
        assert_eq!(tests_last(&source("fn f() {}\n#[cfg(test)]\nmod tests { fn g() {} }")), None);
        assert_eq!(tests_last(&source("fn f() {}\n#[cfg(test)]\nmod tests;")), None);
        assert_eq!(tests_last(&source("fn f() {}")), None);
    }

    #[test]
    fn rejects_code_after_tests() {
        let finding = tests_last(&source("#[cfg(test)]\nmod tests {}\nfn f() {}")).unwrap();
        assert_eq!(finding, "x/src/y.rs:3: code after the tests");
    }

    #[test]
    fn takes_a_build_that_tracks_its_caller() {
        let text = "#[track_caller]\n/// Adds it.\n#[must_use]\npub fn build(self) {}";
        assert_eq!(tracked_builds(&source(text)), [""; 0]);
        assert_eq!(tracked_builds(&source("fn build() {} pub fn builder() {}")), [""; 0]);
    }

    #[test]
    fn rejects_a_build_that_does_not() {
        let text = "#[track_caller]\nfn other() {}\n/// Adds it.\npub fn build(self) {}";
        assert_eq!(
            tracked_builds(&source(text)),
            ["x/src/y.rs:4: `build` lacks `#[track_caller]`"]
        );
    }
}
