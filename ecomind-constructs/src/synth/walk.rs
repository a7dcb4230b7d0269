//! Visiting what a value is made of.

use crate::value::{Expr, Strength, Token};

/// Something met on the way through a value.
pub(super) enum Met<'a> {
    Token(&'a Token),
    Text(&'a str),
    Number(f64),
    /// The name of an entry of a map.
    Name(&'a str),
}

/// Visits every token, text and number in `expr`, outermost first, with the strength that a
/// reference there is to have.
pub(super) fn walk<'a>(
    expr: &'a Expr,
    strength: Strength,
    visit: &mut impl FnMut(Met<'a>, Strength),
) {
    match expr {
        Expr::Null | Expr::Bool(_) | Expr::Integer(_) => {}
        Expr::Number(number) => visit(Met::Number(*number), strength),
        Expr::String(text) => visit(Met::Text(text), strength),
        Expr::List(items) => items.iter().for_each(|item| walk(item, strength, visit)),
        Expr::Map(map) => map.iter().for_each(|(name, value)| {
            visit(Met::Name(name), strength);
            walk(value, strength, visit);
        }),
        Expr::Token(token) => {
            visit(Met::Token(token), strength);
            match token.as_ref() {
                Token::Reference(_)
                | Token::Attribute { .. }
                | Token::LogicalId(_)
                | Token::Pseudo(_) => {}
                Token::Concat(parts) => {
                    parts.iter().for_each(|part| walk(part, strength, visit));
                }
                Token::Function(_, argument) | Token::Secret(argument) => {
                    walk(argument, strength, visit);
                }
                Token::WithStrength(strength, inner) => walk(inner, *strength, visit),
            }
        }
    }
}
