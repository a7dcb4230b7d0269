//! JSON inside of a string, with values in it that only the deployment can tell.

use crate::value::{self, Expr, IntoValue, Token, Value};

/// The JSON text of `expr`, in its order. A token stands in quotes, so that it has to be text, and
/// text that needs no escapes, such as a name or an ARN: CloudFormation pastes it as it is.
pub(super) fn json_text(expr: &Expr) -> Value<String> {
    let mut parts = Vec::new();
    write(expr, &mut parts);
    value::concat(parts)
}

fn write(expr: &Expr, parts: &mut Vec<Value<String>>) {
    match expr {
        Expr::Null => parts.push("null".into_value()),
        Expr::Bool(value) => parts.push(value.to_string().into_value()),
        Expr::Integer(value) => parts.push(value.to_string().into_value()),
        Expr::Number(value) => parts.push(value.to_string().into_value()),
        Expr::String(text) => parts.push(quoted(text)),
        Expr::List(items) => {
            list("[", "]", items, parts, write);
        }
        Expr::Map(map) => list("{", "}", map.iter(), parts, |(name, value), parts| {
            parts.push(quoted(name));
            parts.push(":".into_value());
            write(value, parts);
        }),
        Expr::Token(token) => token_text(token, parts),
    }
}

fn list<T>(
    opening: &str,
    closing: &str,
    items: impl IntoIterator<Item = T>,
    parts: &mut Vec<Value<String>>,
    write: impl Fn(T, &mut Vec<Value<String>>),
) {
    parts.push(opening.into_value());
    for (at, item) in items.into_iter().enumerate() {
        if at != 0 {
            parts.push(",".into_value());
        }
        write(item, parts);
    }
    parts.push(closing.into_value());
}

fn token_text(token: &Token, parts: &mut Vec<Value<String>>) {
    parts.push("\"".into_value());
    match token {
        // The literals among what is joined are ours to escape.
        Token::Concat(joined) => parts.extend(joined.iter().map(|part| match part {
            Expr::String(text) => escaped(text).into_value(),
            part => Value::from_expr(part.clone()),
        })),
        token => parts.push(Value::from_token(token.clone())),
    }
    parts.push("\"".into_value());
}

fn quoted(text: &str) -> Value<String> {
    format!("\"{}\"", escaped(text)).into_value()
}

fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_json() {
        let json = serde_json::json!({"a": ["b\"\n", 1, 1.5, true, null], "c": {}});
        assert_eq!(json_text(&Expr::from(json.clone())).as_literal(), Some(&*json.to_string()));
    }

    #[test]
    fn tokens_stand_in_quotes_and_what_is_joined_to_them_is_escaped() {
        let name = value::concat(["\"".into_value(), value::region()]);
        let text = json_text(&Expr::List(vec![name.into_expr(), value::region().into_expr()]));
        let expected = value::concat([
            "[\"\\\"".into_value(),
            value::region(),
            "\",\"".into_value(),
            value::region(),
            "\"]".into_value(),
        ]);
        assert_eq!(text, expected);
    }
}
