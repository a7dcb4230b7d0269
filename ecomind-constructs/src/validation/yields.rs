//! What a function gives, as far as its property cares.

use crate::schema::Kind;

/// The type of a value that is known only at deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Yields {
    /// `AWS::NoValue`: the property is not there.
    Nothing,
    Text,
    Number,
    Flag,
    List,
    /// It depends, or was judged already.
    Anything,
}

impl Yields {
    /// What an attribute of this kind gives.
    pub(super) fn of(kind: &Kind) -> Self {
        match kind {
            Kind::String | Kind::Timestamp | Kind::Boolean => Self::Text,
            Kind::Integer | Kind::Number => Self::Number,
            Kind::List(_) => Self::List,
            _ => Self::Anything,
        }
    }

    /// Whether a property of this kind takes it. CloudFormation turns texts into numbers and
    /// flags, and the reverse.
    pub(super) fn fits(self, kind: &Kind) -> bool {
        match (self, kind) {
            (Self::Anything | Self::Nothing, _)
            | (_, Kind::Json)
            | (
                Self::Text | Self::Number | Self::Flag,
                Kind::String | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Timestamp,
            )
            | (Self::List, Kind::List(_)) => true,
            (_, Kind::Union(kinds)) => kinds.iter().any(|shape| self.fits(&shape.kind)),
            _ => false,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Text => "a string",
            Self::Number => "a number",
            Self::Flag => "true or false",
            Self::List => "a list",
            Self::Anything => "a value",
        }
    }
}
