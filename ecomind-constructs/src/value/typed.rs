//! Values with a type.

use std::{fmt, marker::PhantomData};

use super::{Expr, Token, token::Strength};

/// A value of type `T`: a literal, or a token that CloudFormation resolves.
///
/// `T` says what the value means. It is `String`, `i64`, `f64`, `bool`, a `Vec` or [`Map`] of
/// these, [`Json`], a generated type, or the type of an id or ARN.
///
/// ```
/// use ecomind_constructs::value::{self, IntoValue, Value};
///
/// let known: Value<String> = "eu".into_value();
/// let later = value::region();
/// assert_eq!(known.as_literal(), Some("eu"));
/// assert_eq!(later.as_literal(), None);
/// ```
pub struct Value<T: ?Sized> {
    expr: Expr,
    of: PhantomData<fn() -> Box<T>>,
}

/// The type of values that are any JSON, such as policy documents.
#[derive(Debug, Clone, Copy)]
pub enum Json {}

/// The type of values that are a map from strings to `T`.
#[derive(Debug, Clone, Copy)]
pub struct Map<T>(PhantomData<fn() -> T>);

impl<T: ?Sized> Value<T> {
    /// The value that `expr` stands for, taken at its word to be a `T`.
    #[must_use]
    pub fn from_expr(expr: Expr) -> Self {
        Self { expr, of: PhantomData }
    }

    /// The value that CloudFormation makes of `token`, taken at its word to be a `T`.
    #[must_use]
    pub fn from_token(token: Token) -> Self {
        Self::from_expr(Expr::Token(Box::new(token)))
    }

    /// The value without its type.
    #[must_use]
    pub fn expr(&self) -> &Expr {
        &self.expr
    }

    /// The value without its type.
    #[must_use]
    pub fn into_expr(self) -> Expr {
        self.expr
    }

    /// The same value, taken to be a `U`: the way out where the types are too strict.
    #[must_use]
    pub fn cast<U: ?Sized>(self) -> Value<U> {
        Value::from_expr(self.expr)
    }

    /// Whether CloudFormation has to resolve any part of it.
    #[must_use]
    pub fn is_token(&self) -> bool {
        self.expr.has_token()
    }

    /// The same value, which crosses into other stacks with this strength.
    ///
    /// Default: the strength of the app, which is weak unless it says otherwise.
    #[must_use]
    pub fn with_strength(self, strength: Strength) -> Self {
        Self::from_token(Token::WithStrength(strength, self.expr))
    }
}

impl Value<String> {
    /// The text, when it is known now.
    #[must_use]
    pub fn as_literal(&self) -> Option<&str> {
        self.expr.as_str()
    }
}

impl Value<i64> {
    /// The number, when it is known now.
    #[must_use]
    pub fn as_literal(&self) -> Option<i64> {
        match self.expr {
            Expr::Integer(value) => Some(value),
            _ => None,
        }
    }
}

impl Value<bool> {
    /// The truth, when it is known now.
    #[must_use]
    pub fn as_literal(&self) -> Option<bool> {
        match self.expr {
            Expr::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl<T: ?Sized> Clone for Value<T> {
    fn clone(&self) -> Self {
        Self::from_expr(self.expr.clone())
    }
}

impl<T: ?Sized> PartialEq for Value<T> {
    fn eq(&self, other: &Self) -> bool {
        self.expr == other.expr
    }
}

impl<T: ?Sized> fmt::Debug for Value<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.expr, f)
    }
}
