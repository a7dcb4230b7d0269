//! `Fn::Sub`: names inside of text.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Check, checker::Checker, functions::function_of, literals::shown, yields::Yields};

impl<'a> Checker<'a> {
    pub(super) fn substitution(&mut self, argument: &'a Value) -> Yields {
        match argument {
            Value::String(text) => self.text_with_names(text, None),
            Value::Array(items) => match items.as_slice() {
                [Value::String(text), Value::Object(own)] => {
                    for (name, value) in own {
                        self.within(1, |it| it.within(name, |it| it.own_value(value)));
                    }
                    self.within(0, |it| it.text_with_names(text, Some(own)));
                }
                _ => self.find(Check::Function, "must be a string and a map of names to values"),
            },
            _ => {
                let message =
                    format!("must be a string, or one and a map, got {}", shown(argument));
                self.find(Check::Function, message);
            }
        }
        Yields::Text
    }

    fn own_value(&mut self, value: &'a Value) {
        if let Some((name, argument)) = function_of(value, self.place) {
            if self.function(name, argument, None) == Yields::List {
                self.find(Check::Function, "must be a string, got a list");
            }
        } else if value.is_array() || value.is_object() {
            self.find(Check::Function, format!("must be a string, got {}", shown(value)));
        }
    }

    fn text_with_names(&mut self, text: &'a str, own: Option<&'a Map<String, Value>>) {
        self.dynamic_references_in(text);
        let mut used = BTreeSet::new();
        for name in names_in(text) {
            if own.is_some_and(|own| own.contains_key(name)) {
                used.insert(name);
                continue;
            }
            let yields = match name.split_once('.') {
                Some((resource, attribute)) => self.attribute(resource, attribute, None),
                None => self.named(name, None),
            };
            if yields == Yields::List {
                self.find(Check::Function, format!("can't put the list `{name}` into text"));
            }
        }
        for name in own.into_iter().flat_map(Map::keys) {
            if !used.contains(name.as_str()) {
                self.find(Check::Unused, format!("names `{name}`, which the text does not use"));
            }
        }
    }
}

/// The names between `${` and `}`, without those that stand for themselves: `${!Name}`.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once("${")?;
            let (name, after) = after.split_once('}')?;
            rest = after;
            if !name.starts_with('!') {
                return Some(name.trim());
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_braces_are_no_names() {
        let names: Vec<_> = names_in("${A}-${!B}-${C.Arn} $D ${E").collect();
        assert_eq!(names, ["A", "C.Arn"]);
    }
}
