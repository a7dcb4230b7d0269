//! Lists of strings that are read one by one.

use std::fmt;

use super::reader::Reader;

/// Strings of a schema: an iterator that can be copied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Strings(Reader);

impl Strings {
    pub(super) fn new(reader: Reader) -> Self {
        Self(reader)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

#[expect(clippy::copy_iterator, reason = "it only borrows, and is read more than once")]
impl Iterator for Strings {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        (!self.0.is_empty()).then(|| self.0.string())
    }
}

impl fmt::Debug for Strings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}
