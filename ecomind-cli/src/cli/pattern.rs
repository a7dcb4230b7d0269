//! Patterns that choose stacks by id.

/// `Network`, `Data*`, `Shard?`, or one of them after `!` for what to leave out.
///
/// `*` stands for any text and `?` for one character. An id has no slash, so that `**` means what
/// `*` does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern<'a> {
    pub(super) excludes: bool,
    pub(super) glob: &'a str,
}

impl<'a> Pattern<'a> {
    /// Reads a pattern.
    pub(super) fn new(text: &'a str) -> Self {
        let exclude = text.strip_prefix('!');
        Self { excludes: exclude.is_some(), glob: exclude.unwrap_or(text) }
    }

    /// Whether it speaks of the stack with this id.
    pub(super) fn matches(self, id: &str) -> bool {
        let (glob, id): (Vec<char>, Vec<char>) =
            (self.glob.chars().collect(), id.chars().collect());
        matches(&glob, &id)
    }
}

/// Takes the shortest text for each `*`, and one character more for the last one when the rest
/// does not fit.
fn matches(glob: &[char], text: &[char]) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut last_star = None;
    while read < text.len() {
        match glob.get(at) {
            Some('*') => {
                at += 1;
                last_star = Some((at, read));
            }
            Some(&wanted) if wanted == '?' || wanted == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((after_star, taken)) = last_star else { return false };
                (at, read) = (after_star, taken + 1);
                last_star = Some((at, read));
            }
        }
    }
    glob[at..].iter().all(|&rest| rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_stand_for_text() {
        for (pattern, id) in [
            ("Network", "Network"),
            ("*", ""),
            ("**", "Network"),
            ("Net*", "Net"),
            ("*a*b*", "xaxxabx"),
            ("Shard?", "Shard7"),
            ("Gr??e", "Größe"),
        ] {
            assert!(Pattern::new(pattern).matches(id), "{pattern} {id}");
        }
        for (pattern, id) in
            [("Net", "Network"), ("network", "Network"), ("Shard?", "Shard"), ("*a*b", "xbxa")]
        {
            assert!(!Pattern::new(pattern).matches(id), "{pattern} {id}");
        }
    }

    #[test]
    fn an_exclamation_mark_leaves_out() {
        let pattern = Pattern::new("!Data*");
        assert!(pattern.excludes && pattern.matches("Database"));
        assert!(!Pattern::new("Data*").excludes);
    }
}
