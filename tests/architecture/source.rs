//! The sources of the repository, read from disk or made up by a test.

use std::{
    ffi::OsStr,
    fs,
    path::{Path as File, PathBuf},
    sync::OnceLock,
};

use proc_macro2::{TokenStream, TokenTree};

use crate::paths::{self, Path};

/// One source file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Relative to the repository's root, with forward slashes.
    pub(crate) file: String,
    pub(crate) text: String,
    /// Kept, since several rules ask, and the generated files are long.
    paths: OnceLock<Vec<Path>>,
}

impl Source {
    pub(crate) fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into(), paths: OnceLock::new() }
    }

    /// Whether `cargo xtask codegen` wrote it.
    pub(crate) fn is_generated(&self) -> bool {
        self.file.starts_with("ecomind-constructs/src/cfn/")
    }

    /// All tokens. A file that does not lex fails the test that asks.
    pub(crate) fn tokens(&self) -> Vec<TokenTree> {
        let text = if self.is_generated() { &self.without_docs() } else { &self.text };
        match text.parse::<TokenStream>() {
            Ok(tokens) => tokens.into_iter().collect(),
            Err(error) => panic!("{} does not lex: {error}", self.file),
        }
    }

    /// The text with empty lines for comments: documentation would come back as attributes,
    /// which are most of the tokens of a generated file. (What people write may have such a
    /// line inside a string.)
    fn without_docs(&self) -> String {
        let is_comment = |line: &str| line.trim_start().starts_with("//");
        let code = |line| if is_comment(line) { "" } else { line };
        self.text.lines().map(code).collect::<Vec<_>>().join("\n")
    }

    /// The paths that its code names, tests excepted: they may use whatever helps to test.
    pub(crate) fn paths(&self) -> &[Path] {
        self.paths.get_or_init(|| {
            if self.file.ends_with("/tests.rs") {
                return Vec::new();
            }
            paths::paths(without_tests(&self.tokens()), &self.module())
        })
    }

    /// The module that the file is: `["value", "cidr"]` of `x/src/value/cidr.rs`.
    pub(crate) fn module(&self) -> Vec<String> {
        let inside = self
            .file
            .split_once("src/")
            .map_or(&*self.file, |(_, inside)| inside);
        let name = inside.strip_suffix(".rs").unwrap_or(inside);
        let mut module: Vec<String> = name.split('/').map(str::to_owned).collect();
        if module
            .last()
            .is_some_and(|last| ["mod", "lib", "main"].contains(&&**last))
        {
            module.pop();
        }
        module
    }
}

/// The name of the module behind a `#[cfg(test)]` at `at`, and where that module ends.
pub(crate) fn test_module(tokens: &[TokenTree], at: usize) -> Option<(String, usize)> {
    if !is_punct(tokens, at, '#') || !is_test_gate(tokens.get(at + 1)) {
        return None;
    }
    let mut at = at + 2;
    while is_punct(tokens, at, '#') {
        at += 2;
    }
    match tokens.get(at..at + 3)? {
        [TokenTree::Ident(keyword), TokenTree::Ident(name), _] if keyword == "mod" => {
            Some((name.to_string(), at + 3))
        }
        _ => None,
    }
}

fn is_punct(tokens: &[TokenTree], at: usize, expected: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == expected)
}

fn is_test_gate(attribute: Option<&TokenTree>) -> bool {
    // Printing tokens may add spaces.
    attribute.is_some_and(|attribute| attribute.to_string().replace(' ', "") == "[cfg(test)]")
}

fn without_tests(tokens: &[TokenTree]) -> TokenStream {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((_, end)) = test_module(tokens, at) {
            at = end;
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept.into_iter().collect()
}

/// Every `.rs` file below `folder`, in order; none when there is no such folder.
pub(crate) fn below(folder: &str) -> Vec<Source> {
    let root = File::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join(folder), &mut files);
    files.sort();
    files.iter().map(|file| read(root, file)).collect()
}

fn collect(folder: &File, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a folder that opens can be listed").path();
        if path.is_dir() && path.file_name() != Some(OsStr::new("target")) {
            collect(&path, files);
        } else if path.extension() == Some(OsStr::new("rs")) {
            files.push(path);
        }
    }
}

fn read(root: &File, file: &File) -> Source {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let relative = file
        .strip_prefix(root)
        .expect("it was found below the root");
    Source::new(relative.to_string_lossy().replace('\\', "/"), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_module_of_a_file() {
        let module = |file: &str| Source::new(file, "").module();
        assert_eq!(module("x/src/value/cidr.rs"), ["value", "cidr"]);
        assert_eq!(module("x/src/value/mod.rs"), ["value"]);
        assert_eq!(module("x/src/lib.rs"), [""; 0]);
    }

    #[test]
    fn leaves_tests_out() {
        let text = "use a::b;\n#[cfg(test)]\n#[rustfmt::skip]\nmod tests { use c::d; }";
        let source = Source::new("x/src/y.rs", text);
        assert!(source.paths().iter().any(|path| path.contains("a::b")));
        assert!(!source.paths().iter().any(|path| path.contains("c::d")));
    }

    #[test]
    fn finds_this_file() {
        let files = below("tests/architecture");
        assert!(
            files
                .iter()
                .any(|source| source.file == "tests/architecture/source.rs")
        );
        assert!(below("no-such-folder").is_empty());
    }
}
