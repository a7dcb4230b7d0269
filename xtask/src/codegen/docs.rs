//! AWS's documentation as rustdoc: readable, and without a warning.

/// Renders `text` as doc comment lines, each starting with `indent` and `///`.
pub(crate) fn comment(indent: &str, text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = line.trim_end();
        out.push_str(indent);
        out.push_str(if line.is_empty() { "///" } else { "/// " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Makes markdown of unknown origin safe for rustdoc.
pub(crate) fn markdown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "  ");
    let mut out: Vec<String> = Vec::new();
    let mut fenced = false;
    for line in text.trim().lines() {
        if let Some(rest) = line.trim_start().strip_prefix("```") {
            // A fence without a language would be compiled as a Rust example.
            let is_one_line = rest.contains("```");
            if is_one_line {
                out.push(prose(&line.replace("```", "`")));
            } else {
                out.push(if fenced { "```".to_owned() } else { "```text".to_owned() });
                fenced = !fenced;
            }
            continue;
        }
        out.push(if fenced { line.to_owned() } else { prose(line) });
    }
    if fenced {
        out.push("```".to_owned());
    }
    out.dedup_by(|line, before| line.trim().is_empty() && before.trim().is_empty());
    out.join("\n")
}

/// One line outside of a code block.
fn prose(line: &str) -> String {
    // Four spaces would start a code block, which rustdoc takes for an example.
    let indent = line.len() - line.trim_start().len();
    let mut out = " ".repeat(indent.min(2));
    let mut rest = line.trim();
    if let Some(quote) = rest.strip_prefix("> ") {
        out.push_str("> ");
        rest = quote;
    }
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '`' => code(rest),
            '[' => bracket(rest),
            'h' => url(rest),
            '<' | '>' | ']' | '|' => (format!("\\{first}"), 1),
            '\\' => escape(rest),
            ' ' if is_stray(rest) => (String::new(), 1),
            _ => (first.to_string(), first.len_utf8()),
        };
        out.push_str(&piece);
        rest = &rest[length..];
    }
    out
}

/// AWS's own conversion leaves a space between code and the comma or period behind it.
fn is_stray(rest: &str) -> bool {
    let mut next = rest.chars().skip(1);
    matches!(next.next(), Some('.' | ',' | ';' | ')'))
        && next.next().is_none_or(|it| it.is_whitespace() || it == '.')
}

/// A backslash that AWS wrote: kept only where it escapes something.
fn escape(rest: &str) -> (String, usize) {
    match rest[1..].chars().next() {
        Some(next) if next.is_ascii_punctuation() && next != '`' => (format!("\\{next}"), 2),
        _ => ("\\\\".to_owned(), 1),
    }
}

/// Code between backticks; a lone backtick is text.
fn code(rest: &str) -> (String, usize) {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let fence = &rest[..ticks];
    match rest[ticks..].find(fence) {
        Some(length) => {
            let end = ticks + length + ticks;
            (rest[..end].to_owned(), end)
        }
        None => ("\\`".repeat(ticks), ticks),
    }
}

/// A link with an address is kept; anything else in brackets is text.
fn bracket(rest: &str) -> (String, usize) {
    let link = rest.find("](").and_then(|close| {
        let label = &rest[1..close];
        let end = close + 2 + rest[close + 2..].find(')')?;
        let address = rest[close + 2..end].trim();
        let is_simple = !label.contains(['[', ']']) && !address.contains([' ', '<', '>']);
        is_simple.then_some((label, address, end + 1))
    });
    let Some((label, address, length)) = link else { return ("\\[".to_owned(), 1) };
    let label = if label.contains("://") { label.replace("://", "&#58;//") } else { prose(label) };
    if address.starts_with("https://") || address.starts_with("http://") {
        return (format!("[{}]({address})", label.trim()), length);
    }
    (label, length)
}

/// A bare address becomes a link.
fn url(rest: &str) -> (String, usize) {
    if !rest.starts_with("https://") && !rest.starts_with("http://") {
        return ("h".to_owned(), 1);
    }
    let ends = |it: char| it.is_whitespace() || "<>()[]{}`\"'|,*\\".contains(it);
    let length = rest.find(ends).unwrap_or(rest.len());
    let address = rest[..length].trim_end_matches(['.', ';', ':', '_']);
    // `https://` alone, or with a placeholder behind it, is no address.
    if address.len() < 12 || !address[8..].contains('.') {
        return (address.replace("://", "&#58;//"), address.len());
    }
    (format!("<{address}>"), address.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        let cases = [
            ("a <b> c", "a \\<b\\> c"),
            ("`a <b>` c", "`a <b>` c"),
            ("array[0] [x]", "array\\[0\\] \\[x\\]"),
            ("see [the guide](https://a.example/x).", "see [the guide](https://a.example/x)."),
            ("see [Foo](Foo) now", "see Foo now"),
            ("at https://a.example/x.", "at <https://a.example/x>."),
            ("a ` b", "a \\` b"),
            ("is `a` , or `b` .", "is `a`, or `b`."),
            ("> a note", "> a note"),
            ("starts with https://", "starts with https&#58;//"),
        ];
        for (from, to) in cases {
            assert_eq!(markdown(from), to);
        }
    }

    #[test]
    fn code_blocks_are_not_examples() {
        assert_eq!(markdown("a\n```\nlet x\n```\nb"), "a\n```text\nlet x\n```\nb");
        assert_eq!(markdown("a\n\n      { \"b\": 1 }"), "a\n\n  { \"b\": 1 }");
        assert_eq!(markdown("a\n```json\n{}"), "a\n```text\n{}\n```");
    }

    #[test]
    fn every_line_is_a_comment() {
        assert_eq!(comment("  ", "a\n\nb"), "  /// a\n  ///\n  /// b\n");
    }
}
