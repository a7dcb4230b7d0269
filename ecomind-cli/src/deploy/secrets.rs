//! What must not be shown.

/// Texts that are shown as asterisks wherever they occur.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets(Vec<String>);

/// Shorter ones are in too many words, and guessed at once.
const SHORTEST: usize = 4;

const MASK: &str = "****";

impl Secrets {
    /// Hides `text` from now on.
    pub(crate) fn hide(&mut self, text: &str) {
        if SHORTEST <= text.len() && !self.0.iter().any(|known| known == text) {
            self.0.push(text.to_owned());
            // A secret inside of another one must not cut it in two.
            self.0.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        }
    }

    /// `text` without the secrets.
    pub(crate) fn mask(&self, text: &str) -> String {
        self.0
            .iter()
            .fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_wherever_they_are() {
        let mut secrets = Secrets::default();
        secrets.hide("hunter2");
        secrets.hide("hunter2-and-more");
        secrets.hide("a");
        assert_eq!(secrets.mask("a hunter2, hunter2-and-more, xhunter2x"), "a ****, ****, x****x");
    }
}
