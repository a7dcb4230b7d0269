//! JSON inside of a string, with values in it that only the deployment can tell.

use crate::value::{self, Expr, IntoValue as _, Token, Value};

/// The JSON text of `expr`, in its order. A token stands in quotes, so that it has to be text, and
/// text that needs no escapes, such as a name or an ARN: CloudFormation pastes it as it is.
pub(super) fn json_text(expr: &Expr) -> Value<String> {
    let mut text = Text::default();
    text.value(expr);
    text.cut();
    value::concat(text.parts)
}

/// A text with tokens in it, on its way.
#[derive(Default)]
struct Text {
    parts: Vec<Value<String>>,
    /// What follows the parts, and is no part yet.
    tail: String,
}

impl Text {
    fn value(&mut self, expr: &Expr) {
        match expr {
            Expr::Null => self.tail.push_str("null"),
            Expr::Bool(value) => self.tail.push_str(&value.to_string()),
            Expr::Integer(value) => self.tail.push_str(&value.to_string()),
            Expr::Number(value) => self.tail.push_str(&value.to_string()),
            Expr::String(text) => self.quoted(text),
            Expr::List(items) => self.list('[', ']', items, Self::value),
            Expr::Map(map) => self.list('{', '}', map.iter(), |text, (name, value)| {
                text.quoted(name);
                text.tail.push(':');
                text.value(value);
            }),
            Expr::Token(token) => {
                self.tail.push('"');
                self.token(token);
                self.tail.push('"');
            }
        }
    }

    fn list<T>(
        &mut self,
        opening: char,
        closing: char,
        items: impl IntoIterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        self.tail.push(opening);
        for (at, item) in items.into_iter().enumerate() {
            if at != 0 {
                self.tail.push(',');
            }
            write(self, item);
        }
        self.tail.push(closing);
    }

    fn token(&mut self, token: &Token) {
        match token {
            // The literals among what is joined are ours to escape.
            Token::Concat(joined) => {
                for part in joined {
                    match part {
                        Expr::String(text) => self.escaped(text),
                        part => self.part(Value::from_expr(part.clone())),
                    }
                }
            }
            token => self.part(Value::from_token(token.clone())),
        }
    }

    fn part(&mut self, part: Value<String>) {
        self.cut();
        self.parts.push(part);
    }

    /// Makes the tail a part.
    fn cut(&mut self) {
        if !self.tail.is_empty() {
            self.parts.push(std::mem::take(&mut self.tail).into_value());
        }
    }

    fn quoted(&mut self, text: &str) {
        self.tail.push('"');
        self.escaped(text);
        self.tail.push('"');
    }

    fn escaped(&mut self, text: &str) {
        let is_plain = |byte: u8| 0x20 <= byte && byte != b'"' && byte != b'\\';
        if text.bytes().all(is_plain) {
            return self.tail.push_str(text);
        }
        let quoted = serde_json::Value::from(text).to_string();
        self.tail.push_str(&quoted[1..quoted.len() - 1]);
    }
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
