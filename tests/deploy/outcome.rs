//! How a command has to end.

use ecomind_cli::{Exit, Outcome};

#[track_caller]
pub(crate) fn succeed(outcome: Outcome) -> Outcome {
    assert_eq!(outcome.exit, Exit::Success, "{}\n{}", outcome.stdout, outcome.stderr);
    outcome
}

#[track_caller]
pub(crate) fn fail(outcome: Outcome) -> String {
    assert_eq!(outcome.exit, Exit::Failure, "{}\n{}", outcome.stdout, outcome.stderr);
    outcome.stderr
}

#[track_caller]
pub(crate) fn assert_says(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
}
