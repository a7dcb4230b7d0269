//! Secrets, which nobody can read by accident.

use std::fmt;

use super::{Expr, IntoValue, Token, Value};

/// A secret: rendered only as a [dynamic reference] that CloudFormation resolves at deployment.
///
/// It can be given to properties of resources. In an output or in metadata it is an error at
/// synthesis, and its `Debug` text is `SecretValue(***)`.
///
/// [dynamic reference]: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
#[derive(Clone)]
pub struct SecretValue(Expr);

impl SecretValue {
    pub(super) fn new(reference: Value<String>) -> Self {
        Self(Token::Secret(reference.into_expr()).into())
    }
}

impl IntoValue<String> for SecretValue {
    fn into_value(self) -> Value<String> {
        Value::from_expr(self.0)
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretValue(***)")
    }
}
