//! What must not be shown.

use super::{Problem, desired::Desired};

/// Texts that are shown as asterisks wherever they occur.
#[derive(Debug, Clone, Default)]
pub(crate) struct Secrets(Vec<String>);

/// Shorter ones are in too many words, and guessed at once.
const SHORTEST: usize = 4;

/// What stands in the place of a secret.
pub(super) const MASK: &str = "****";

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

    /// The value of an output, as far as it may be shown.
    pub(super) fn mask_output(&self, desired: &Desired<'_>, key: &str, value: &str) -> String {
        if desired.is_secret_output(key) { MASK.to_owned() } else { self.mask(value) }
    }

    /// The same problems without the secrets: a call that is refused may say with which value.
    pub(super) fn mask_problems(&self, mut problems: Vec<Problem>) -> Vec<Problem> {
        for problem in &mut problems {
            problem.text = self.mask(&problem.text);
            for line in problem.details.iter_mut().chain(&mut problem.hint) {
                *line = self.mask(line);
            }
        }
        problems
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
