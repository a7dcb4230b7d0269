//! Where something stands in a text of JSON.

/// The line and the column, counted from 1, of the place at `path`, such as `Resources/Queue`;
/// as far in as the text has it.
pub(super) fn position(text: &str, path: &str) -> (usize, usize) {
    let mut scanner = Scanner { text: text.as_bytes(), at: 0 };
    let at = scanner.find(path);
    let before = &text.as_bytes()[..at.min(text.len())];
    let mut lines = before.split(|byte| *byte == b'\n');
    let last = lines.next_back().map_or(0, <[u8]>::len);
    (1 + lines.count(), 1 + last)
}

/// Reads valid JSON; of anything else it makes no sense, but no panic either.
struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Scanner<'t> {
    /// The offset of the value at `path`, or of its name where it has one.
    fn find(&mut self, path: &str) -> usize {
        self.space();
        let start = self.at;
        if path.is_empty() {
            return start;
        }
        match self.peek() {
            Some(b'{') => self.find_entry(path).unwrap_or(start),
            Some(b'[') => self.find_item(path).unwrap_or(start),
            _ => start,
        }
    }

    fn find_entry(&mut self, path: &str) -> Option<usize> {
        self.at += 1;
        loop {
            self.space();
            if self.peek()? != b'"' {
                return None;
            }
            let start = self.at;
            let name = self.string();
            self.space();
            self.at += 1;
            // A name may have slashes itself.
            let rest = path
                .as_bytes()
                .strip_prefix(name)
                .map(|rest| &path[path.len() - rest.len()..]);
            match rest {
                Some("") => return Some(start),
                Some(rest) if rest.starts_with('/') => {
                    self.space();
                    let value = self.at;
                    let found = self.find(&rest[1..]);
                    return Some(if found == value { start } else { found });
                }
                _ => self.skip(),
            }
            self.space();
            if self.peek()? != b',' {
                return None;
            }
            self.at += 1;
        }
    }

    fn find_item(&mut self, path: &str) -> Option<usize> {
        let (index, rest) = path.split_once('/').unwrap_or((path, ""));
        let index: usize = index.parse().ok()?;
        self.at += 1;
        for _ in 0..index {
            self.skip();
            self.space();
            if self.peek()? != b',' {
                return None;
            }
            self.at += 1;
        }
        Some(self.find(rest))
    }

    /// Goes behind the value that starts here.
    fn skip(&mut self) {
        self.space();
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.string();
                    if depth == 0 {
                        return;
                    }
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' | b',' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return;
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The bytes of the string that starts here, as they stand.
    fn string(&mut self) -> &'t [u8] {
        self.at += 1;
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        let end = self.at.min(self.text.len());
        self.at += 1;
        &self.text[start.min(end)..end]
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "Resources": {
    "A/B": {"List": [1, {"x": "}"}, {
      "Deep": true}]},
    "Last": null
  }
}"#;

    #[test]
    fn places_are_found_by_name_and_index() {
        assert_eq!(position(TEXT, ""), (1, 1));
        assert_eq!(position(TEXT, "Resources/A/B"), (3, 5));
        assert_eq!(position(TEXT, "Resources/A/B/List/1/x"), (3, 26));
        assert_eq!(position(TEXT, "Resources/A/B/List/2/Deep"), (4, 7));
        assert_eq!(position(TEXT, "Resources/Last"), (5, 5));
    }

    #[test]
    fn what_is_not_there_is_where_it_would_be() {
        assert_eq!(position(TEXT, "Resources/Last/Properties"), (5, 5));
        assert_eq!(position(TEXT, "Outputs"), (1, 1));
        assert_eq!(position("{\"a", "a"), (1, 2));
        assert_eq!(position("", "a/b"), (1, 1));
    }
}
