//! Answers that may be unknown.

use std::fmt;

/// An answer, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is so.
    Yes(Vec<String>),
    /// It is not so.
    No(Vec<String>),
    /// It can't be told from the templates.
    Unknown(Vec<String>),
}

impl Verdict {
    pub(super) fn yes(reason: impl Into<String>) -> Self {
        Self::Yes(vec![reason.into()])
    }

    pub(super) fn no(reason: impl Into<String>) -> Self {
        Self::No(vec![reason.into()])
    }

    pub(super) fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown(vec![reason.into()])
    }

    /// Whether it is so for sure.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes(_))
    }

    /// Whether it is not so for sure.
    #[must_use]
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No(_))
    }

    /// Whether nobody can tell.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Both must be so: one no is enough for a no.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No(reasons), _) | (_, Self::No(reasons)) => Self::No(reasons),
            (Self::Unknown(mut one), Self::Unknown(other)) => {
                one.extend(other);
                Self::Unknown(one)
            }
            (Self::Unknown(reasons), _) | (_, Self::Unknown(reasons)) => Self::Unknown(reasons),
            (Self::Yes(mut one), Self::Yes(other)) => {
                one.extend(other);
                Self::Yes(one)
            }
        }
    }

    /// One of both is enough: one yes is a yes.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes(reasons), _) | (_, Self::Yes(reasons)) => Self::Yes(reasons),
            (Self::Unknown(mut one), Self::Unknown(other)) => {
                one.extend(other);
                Self::Unknown(one)
            }
            (Self::Unknown(reasons), _) | (_, Self::Unknown(reasons)) => Self::Unknown(reasons),
            (Self::No(mut one), Self::No(other)) => {
                one.extend(other);
                Self::No(one)
            }
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, reasons) = match self {
            Self::Yes(reasons) => ("yes", reasons),
            Self::No(reasons) => ("no", reasons),
            Self::Unknown(reasons) => ("unknown", reasons),
        };
        write!(f, "{word}: {}", reasons.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_stays_so_unless_the_other_side_decides() {
        let [yes, no, unknown] = [Verdict::yes("y"), Verdict::no("n"), Verdict::unknown("u")];
        assert!(unknown.clone().and(no.clone()).is_no());
        assert!(unknown.clone().and(yes.clone()).is_unknown());
        assert!(unknown.clone().or(yes.clone()).is_yes());
        assert!(unknown.or(no.clone()).is_unknown());
        assert!(yes.clone().and(no.clone()).is_no() && yes.or(no).is_yes());
    }
}
