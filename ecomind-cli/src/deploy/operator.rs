//! Who watches a deployment, and answers its questions.

use super::{Event, Review};

/// A question that may take its time; true is yes.
pub(crate) type Question = Box<dyn FnOnce() -> bool + Send>;

/// Who watches a deployment, and answers its questions.
pub(crate) trait Operator {
    /// Tells of something that happened.
    fn tell(&self, event: &Event);

    /// Shows what will happen.
    fn show(&self, reviews: &[Review]);

    /// The way to ask `text`; none when there is nobody to ask.
    fn question(&self, text: &str) -> Option<Question>;
}
