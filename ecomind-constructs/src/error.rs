//! What can go wrong, always with the path of the construct it went wrong at.

use std::fmt;

use crate::{SourceLocation, name::Path};

/// The result of everything that adds to the tree or synthesizes it.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A mistake in an app.
///
/// Its text names the construct's path, what was given and what is allowed, without a period.
/// [`Error::location`] is the line to look at.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// A value that a construct can't take.
    InvalidProperty {
        /// The construct.
        path: Path,
        /// The setter or CloudFormation property.
        property: String,
        /// What is allowed, and what was given.
        reason: String,
        /// Where the construct is declared.
        location: SourceLocation,
    },
    /// An id that can't name a construct.
    InvalidId {
        /// The construct that was to hold it.
        parent: Path,
        /// The id as given.
        id: String,
        /// What is allowed.
        reason: &'static str,
        /// Where it was given.
        location: SourceLocation,
    },
    /// A second construct of one name in one scope.
    DuplicateId {
        /// The path that both would have.
        path: Path,
        /// Where the first one is declared.
        first: SourceLocation,
        /// Where the second one is declared.
        location: SourceLocation,
    },
    /// Two elements of one stack whose paths give the same logical id.
    DuplicateLogicalId {
        /// The logical id.
        logical_id: String,
        /// The construct that has it.
        first: Path,
        /// The construct that would have it too.
        second: Path,
        /// Where the second one is declared.
        location: SourceLocation,
    },
    /// A handle that another app made.
    ForeignHandle {
        /// The construct that was given the handle.
        path: Path,
        /// Where that construct is declared.
        location: SourceLocation,
    },
    /// An element that can only be used inside the stack that holds it.
    OutOfStack {
        /// The construct that uses it.
        path: Path,
        /// What it uses.
        element: Path,
        /// Where the user is declared.
        location: SourceLocation,
    },
    /// Something that only a stack can hold, added outside of one.
    NoStack {
        /// Its path.
        path: Path,
        /// Where it is declared.
        location: SourceLocation,
    },
    /// An override or a rename at a place that is not there.
    NoSuchPath {
        /// The construct.
        path: Path,
        /// The place that was asked for.
        at: String,
        /// What is there instead.
        reason: String,
        /// Where it was asked.
        location: SourceLocation,
    },
    /// Stacks or resources that wait for each other.
    Cycle {
        /// What waits: `stacks` or `resources`.
        of: &'static str,
        /// The shortest cycle: who refers to the next, and where it is declared.
        steps: Vec<(Path, SourceLocation)>,
    },
    /// More than CloudFormation takes.
    LimitExceeded {
        /// The stack.
        path: Path,
        /// What there is too much of.
        of: &'static str,
        /// How much there is.
        given: usize,
        /// How much may be.
        allowed: usize,
        /// Where the stack is declared.
        location: SourceLocation,
    },
    /// Every mistake of a tree that is wrong in more than one place.
    Several {
        /// At least two.
        errors: Vec<Error>,
    },
}

impl Error {
    /// One error for all of `errors`, or `None` when there are none.
    pub(crate) fn all(mut errors: Vec<Error>) -> Option<Error> {
        if errors.len() <= 1 { errors.pop() } else { Some(Error::Several { errors }) }
    }

    /// The line to look at; of several errors, that of the first.
    pub fn location(&self) -> Option<SourceLocation> {
        match self {
            Self::InvalidProperty { location, .. }
            | Self::InvalidId { location, .. }
            | Self::DuplicateId { location, .. }
            | Self::DuplicateLogicalId { location, .. }
            | Self::ForeignHandle { location, .. }
            | Self::OutOfStack { location, .. }
            | Self::NoStack { location, .. }
            | Self::NoSuchPath { location, .. }
            | Self::LimitExceeded { location, .. } => Some(*location),
            Self::Cycle { steps, .. } => steps.first().map(|(_, location)| *location),
            Self::Several { errors } => errors.first().and_then(Self::location),
        }
    }

    /// The single mistakes, in the order of the tree.
    pub fn each(&self) -> Vec<&Error> {
        match self {
            Self::Several { errors } => errors.iter().flat_map(Self::each).collect(),
            other => vec![other],
        }
    }

    /// What to do about it, where there is something to say beyond the text itself.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::DuplicateId { first, .. } => {
                Some(format!("the first one is declared at {first}"))
            }
            Self::ForeignHandle { .. } => {
                Some("build every stack of an environment in the same `App`".to_owned())
            }
            Self::OutOfStack { .. } => Some(
                "declare it in each stack that uses it, or pass the value it chooses".to_owned(),
            ),
            Self::Cycle { of: "stacks", .. } => Some(
                "move one of the resources into the stack that needs it, or both into one stack"
                    .to_owned(),
            ),
            Self::LimitExceeded { of: "resources", .. } => {
                Some("split the stack: references between stacks need no code".to_owned())
            }
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidProperty { path, property, reason, .. } => {
                write!(f, "`{property}` of `{path}` {reason}")
            }
            Self::InvalidId { parent, id, reason, .. } => {
                write!(f, "id of a construct in `{parent}` {reason}, got {id:?}")
            }
            Self::DuplicateId { path, .. } => {
                write!(f, "`{path}` is declared twice; ids must be unique in their scope")
            }
            Self::DuplicateLogicalId { logical_id, first, second, .. } => write!(
                f,
                "`{first}` and `{second}` both get the logical id `{logical_id}`; \
                 they must differ in more than punctuation"
            ),
            Self::ForeignHandle { path, .. } => {
                write!(f, "`{path}` was given a handle of another app")
            }
            Self::OutOfStack { path, element, .. } => {
                write!(f, "`{path}` can't use `{element}`, which belongs to another stack")
            }
            Self::NoStack { path, .. } => write!(f, "`{path}` must be inside a stack"),
            Self::NoSuchPath { path, at, reason, .. } => {
                write!(f, "`{path}` has nothing at `{at}`: {reason}")
            }
            Self::Cycle { of, steps } => {
                write!(f, "{of} wait for each other: ")?;
                for (path, location) in steps {
                    write!(f, "`{path}` ({location}) -> ")?;
                }
                match steps.first() {
                    Some((path, _)) => write!(f, "`{path}`"),
                    None => Ok(()),
                }
            }
            Self::LimitExceeded { path, of, given, allowed, .. } => {
                write!(f, "`{path}` has {given} {of}, and CloudFormation allows {allowed}")
            }
            Self::Several { errors } => {
                for (index, error) in errors.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "\n" };
                    write!(f, "{separator}{error}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    fn too_many(given: usize) -> Error {
        Error::LimitExceeded {
            path: Path::of(["Data"]),
            of: "resources",
            given,
            allowed: 500,
            location: SourceLocation::caller(),
        }
    }

    #[test]
    fn several_errors_are_listed_line_by_line() {
        assert!(Error::all(Vec::new()).is_none());
        let error = Error::all(vec![too_many(501), too_many(502)]).expect("two errors");
        assert_eq!(error.each().len(), 2);
        assert_eq!(
            error.to_string(),
            "`Data` has 501 resources, and CloudFormation allows 500\n\
             `Data` has 502 resources, and CloudFormation allows 500"
        );
    }
}
