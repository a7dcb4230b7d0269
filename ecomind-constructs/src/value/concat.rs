//! Joining text with what is known later.

use super::{Expr, IntoValue, Token, Value};

/// The parts one after the other.
///
/// Literals that touch become one; a result without tokens is a literal. Otherwise it is
/// [`Fn::Sub`], which reads like the text that it makes.
///
/// ```
/// use ecomind_constructs::value::{self, IntoValue};
///
/// let host = value::concat(["api.".into_value(), value::region(), ".example.com".into_value()]);
/// assert!(host.is_token());
/// let name = value::concat(["api", ".example.com"]);
/// assert_eq!(name.as_literal(), Some("api.example.com"));
/// ```
///
/// [`Fn::Sub`]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
pub fn concat<V: IntoValue<String>>(parts: impl IntoIterator<Item = V>) -> Value<String> {
    let mut joined: Vec<Expr> = Vec::new();
    for part in parts {
        match part.into_value().into_expr() {
            Expr::Token(token) => match *token {
                Token::Concat(inner) => inner.into_iter().for_each(|part| push(&mut joined, part)),
                token => joined.push(token.into()),
            },
            literal => push(&mut joined, literal),
        }
    }
    match joined.len() {
        0 => Value::from_expr("".into()),
        1 => Value::from_expr(joined.remove(0)),
        _ => Value::from_token(Token::Concat(joined)),
    }
}

fn push(joined: &mut Vec<Expr>, part: Expr) {
    match (joined.last_mut(), part) {
        (_, Expr::String(text)) if text.is_empty() => {}
        (Some(Expr::String(before)), Expr::String(text)) => before.to_mut().push_str(&text),
        (_, part) => joined.push(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::region;

    #[test]
    fn literals_that_touch_become_one() {
        let inner = concat(["b".into_value(), region()]);
        let value = concat(["a".into_value(), inner, "".into_value(), "c".into_value()]);
        let Expr::Token(token) = value.into_expr() else { panic!("a token") };
        assert_eq!(*token, Token::Concat(vec!["ab".into(), region().into_expr(), "c".into()]));
    }

    #[test]
    fn nothing_joined_is_the_empty_text() {
        assert_eq!(concat::<&str>([]).as_literal(), Some(""));
    }
}
