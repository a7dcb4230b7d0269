//! Every path that a source names, be it in a `use` tree or in the middle of an expression.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One path, such as `crate::value::Token`, with the line where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) line: usize,
    pub(crate) segments: Vec<String>,
}

impl Path {
    /// Whether `part` occurs in it, segment by segment.
    pub(crate) fn contains(&self, part: &str) -> bool {
        let part: Vec<&str> = part.split("::").collect();
        self.segments
            .windows(part.len())
            .any(|window| window == part)
    }
}

/// The paths of `tokens`, which stand in the module `module`. Paths inside the crate come back
/// in full, from `crate` on, also when they are written with `super` or `self`.
pub(crate) fn paths(tokens: TokenStream, module: &[String]) -> Vec<Path> {
    let mut found = Vec::new();
    walk(&tokens.into_iter().collect::<Vec<_>>(), &mut module.to_vec(), &mut found);
    found
}

fn walk(tokens: &[TokenTree], module: &mut Vec<String>, found: &mut Vec<Path>) {
    let mut at = 0;
    while at < tokens.len() {
        if let Some((name, body)) = inline_module(&tokens[at..]) {
            module.push(name);
            walk(&body, module, found);
            module.pop();
            at += 3;
            continue;
        }
        match &tokens[at] {
            TokenTree::Ident(_) => {
                let mut written = Vec::new();
                at = tree(tokens, at, &mut Vec::new(), &mut written);
                found.extend(written.into_iter().map(|path| absolute(path, module)));
            }
            TokenTree::Group(group) => {
                walk(&group.stream().into_iter().collect::<Vec<_>>(), module, found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// The name and content of `mod name { … }`.
fn inline_module(tokens: &[TokenTree]) -> Option<(String, Vec<TokenTree>)> {
    match tokens {
        [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Group(body), ..]
            if keyword == "mod" && body.delimiter() == Delimiter::Brace =>
        {
            Some((name.to_string(), body.stream().into_iter().collect()))
        }
        _ => None,
    }
}

/// Reads one path or tree of paths that begins at `at`, and returns where it ends.
fn tree(tokens: &[TokenTree], at: usize, before: &mut Vec<String>, found: &mut Vec<Path>) -> usize {
    let depth = before.len();
    let line = tokens[at].span().start().line;
    let mut at = at;
    let mut is_tree = false;
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        before.push(name.to_string());
        at += 1;
        if is_punct(tokens, at, '!')
            && !is_punct(tokens, at + 1, '=')
            && let Some(last) = before.last_mut()
        {
            last.push('!');
        }
        if !(is_punct(tokens, at, ':') && is_punct(tokens, at + 1, ':')) {
            break;
        }
        at += 2;
        match tokens.get(at) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                branches(group.stream(), before, found);
                is_tree = true;
                at += 1;
            }
            Some(TokenTree::Punct(star)) if star.as_char() == '*' => {
                before.push("*".to_owned());
                at += 1;
            }
            _ => {}
        }
    }
    if !is_tree {
        found.push(Path { line, segments: before.clone() });
    }
    before.truncate(depth);
    at
}

/// The paths of `{a, b::c, d::{e, f}}` after `before`.
fn branches(tokens: TokenStream, before: &mut Vec<String>, found: &mut Vec<Path>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if matches!(tokens[at], TokenTree::Ident(_)) && !follows_as(&tokens, at) {
            at = tree(&tokens, at, before, found);
        } else {
            at += 1;
        }
    }
}

fn follows_as(tokens: &[TokenTree], at: usize) -> bool {
    let is_as = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "as");
    is_as(&tokens[at])
        || at
            .checked_sub(1)
            .is_some_and(|before| is_as(&tokens[before]))
}

fn is_punct(tokens: &[TokenTree], at: usize, expected: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == expected)
}

/// `super::size` in `crate::value::cidr` is `crate::value::size`.
fn absolute(path: Path, module: &[String]) -> Path {
    let ups = path
        .segments
        .iter()
        .take_while(|segment| *segment == "super")
        .count();
    let is_relative = 0 < ups || path.segments.first().is_some_and(|first| first == "self");
    if !is_relative {
        return path;
    }
    let skipped = ups.max(1);
    let kept = module.len().saturating_sub(ups);
    let segments = std::iter::once("crate".to_owned())
        .chain(module[..kept].iter().cloned())
        .chain(path.segments[skipped..].iter().cloned())
        .collect();
    Path { line: path.line, segments }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &str) -> Vec<String> {
        let module = ["value".to_owned(), "cidr".to_owned()];
        paths(source.parse().unwrap(), &module)
            .into_iter()
            .map(|path| path.segments.join("::"))
            .filter(|path| path.contains("::") || path.contains('!'))
            .collect()
    }

    #[test]
    fn opens_trees() {
        assert_eq!(
            written("use crate::{Result, tree::{self, Scope as Place}, value::*};"),
            ["crate::Result", "crate::tree::self", "crate::tree::Scope", "crate::value::*"]
        );
    }

    #[test]
    fn finds_paths_in_expressions_and_macros() {
        assert_eq!(
            written("fn f() { vec![std::fs::read(x)?]; let y: crate::tree::App = a::b(); }"),
            ["vec!", "std::fs::read", "crate::tree::App", "a::b"]
        );
    }

    #[test]
    fn resolves_super_and_self() {
        assert_eq!(
            written("use super::size; use super::super::tree::App; use self::parse::Parser;"),
            ["crate::value::size", "crate::tree::App", "crate::value::cidr::parse::Parser"]
        );
        assert_eq!(written("mod inner { use super::x; }"), ["crate::value::cidr::x"]);
    }

    #[test]
    fn ignores_comments_and_literals() {
        assert_eq!(written("// crate::a\nfn f() { g(\"crate::b\"); /* crate::c */ }"), [""; 0]);
    }

    #[test]
    fn knows_lines() {
        assert_eq!(paths("\n\nuse a::b;".parse().unwrap(), &[])[1].line, 3);
    }
}
