//! Values whose type has been erased.

use std::borrow::Cow;

use super::{Properties, Token};

/// JSON that may hold tokens: what every [`Value`](super::Value) is underneath.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number; it must be finite.
    Number(f64),
    /// Text.
    String(Cow<'static, str>),
    /// A list.
    List(Vec<Expr>),
    /// A map, in the order in which it was written.
    Map(Properties),
    /// Something that CloudFormation resolves.
    Token(Box<Token>),
}

impl Expr {
    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether there is a token anywhere in it.
    pub fn has_token(&self) -> bool {
        match self {
            Self::Token(_) => true,
            Self::List(items) => items.iter().any(Self::has_token),
            Self::Map(map) => map.iter().any(|(_, value)| value.has_token()),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) | Self::String(_) => {
                false
            }
        }
    }

    /// What kind of JSON it is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Token(_) => "a value known at deployment",
        }
    }
}

impl From<Token> for Expr {
    fn from(token: Token) -> Self {
        Self::Token(Box::new(token))
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Expr {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Expr {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&'static str> for Expr {
    fn from(value: &'static str) -> Self {
        Self::String(Cow::Borrowed(value))
    }
}

impl From<String> for Expr {
    fn from(value: String) -> Self {
        Self::String(Cow::Owned(value))
    }
}

impl From<Properties> for Expr {
    fn from(value: Properties) -> Self {
        Self::Map(value)
    }
}

impl<T: ?Sized> From<super::Value<T>> for Expr {
    fn from(value: super::Value<T>) -> Self {
        value.into_expr()
    }
}

impl<E: Into<Expr>> From<Vec<E>> for Expr {
    fn from(items: Vec<E>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<E: Into<Expr>, const N: usize> From<[E; N]> for Expr {
    fn from(items: [E; N]) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl From<serde_json::Value> for Expr {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(value),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) => Self::Integer(integer),
                // Without serde_json's arbitrary precision every number has an `f64`.
                None => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            },
            serde_json::Value::String(text) => Self::String(Cow::Owned(text)),
            serde_json::Value::Array(items) => items.into(),
            serde_json::Value::Object(map) => Self::Map(
                map.into_iter()
                    .map(|(name, value)| (name.into(), value.into()))
                    .collect(),
            ),
        }
    }
}
