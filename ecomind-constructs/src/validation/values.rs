//! Values against what their property takes.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::schema::{Kind, Shape};

use super::{
    Check,
    checker::Checker,
    functions::function_of,
    literals::{kind_name, shown, text_of},
    names::is_loop,
    yields::Yields,
};

impl<'a> Checker<'a> {
    /// Checks a value against `shape`.
    pub(super) fn value(&mut self, value: &'a Value, shape: &Shape) {
        if let Some((name, argument)) = function_of(value, self.place) {
            let yields = self.function(name, argument, Some(shape));
            if !yields.fits(&shape.kind) {
                let message = format!(
                    "must be {}, and `{name}` gives {}",
                    kind_name(&shape.kind),
                    yields.name()
                );
                self.find(Check::Type, message);
            }
            return;
        }
        match (&shape.kind, value) {
            (Kind::Json, _) => self.free(value),
            (Kind::Union(kinds), _) => self.union(value, kinds),
            (Kind::List(item), Value::Array(items)) => self.list(items, item, shape),
            (Kind::Map(entry), Value::Object(entries)) => self.map(entries, entry, shape),
            (Kind::Object(object), Value::Object(entries)) => self.object(entries, *object),
            (Kind::Tag, Value::Object(entries)) => self.tag(entries),
            (Kind::List(_) | Kind::Map(_) | Kind::Object(_) | Kind::Tag, _)
            | (_, Value::Array(_) | Value::Object(_) | Value::Null) => {
                let message = format!("must be {}, got {}", kind_name(&shape.kind), shown(value));
                self.find(Check::Type, message);
            }
            _ => self.literal(value, shape),
        }
    }

    fn union(&mut self, value: &'a Value, kinds: &[Shape]) {
        let fits = |checker: &mut Self, shape: &Shape| checker.passes(|it| it.value(value, shape));
        if let Some(shape) = kinds.iter().find(|shape| fits(self, shape)) {
            // Once more, for what it refers to and counts.
            return self.value(value, shape);
        }
        let names: Vec<String> = kinds.iter().map(|it| kind_name(&it.kind)).collect();
        let message = format!("must be {}, got {}", names.join(" or "), shown(value));
        self.find(Check::Type, message);
    }

    fn list(&mut self, items: &'a [Value], item: &Shape, shape: &Shape) {
        let mut is_counted = true;
        for (index, value) in items.iter().enumerate() {
            // `Fn::If` may leave the item out, and a loop or a macro may add some.
            is_counted &= function_of(value, self.place)
                .is_none_or(|(name, _)| !matches!(name, "Fn::If" | "Fn::Transform"));
            self.within(index, |checker| match value {
                Value::Object(entries) if entries.keys().any(|name| is_loop(name)) => {
                    is_counted = false;
                    checker.free(value);
                }
                _ => checker.value(value, item),
            });
        }
        if is_counted {
            self.length(items.len(), "item", shape);
        }
        if shape.unique {
            self.unique(items);
        }
        if matches!(item.kind, Kind::Tag) {
            self.unique_keys(items);
        }
    }

    fn unique(&mut self, items: &'a [Value]) {
        for (index, value) in items.iter().enumerate() {
            if let Some(first) = items[..index].iter().position(|earlier| earlier == value) {
                let message = format!("must differ from item {first}, got {} again", shown(value));
                self.within(index, |checker| checker.find(Check::Unique, message));
            }
        }
    }

    fn unique_keys(&mut self, items: &'a [Value]) {
        let mut seen = BTreeSet::new();
        for (index, value) in items.iter().enumerate() {
            if let Some(key) = value.get("Key").and_then(Value::as_str)
                && !seen.insert(key)
            {
                let message = format!("must have a key of its own, got {key:?} again");
                self.within(index, |checker| checker.find(Check::Unique, message));
            }
        }
    }

    fn map(&mut self, entries: &'a Map<String, Value>, entry: &Shape, shape: &Shape) {
        let is_plain = self.check_functions_stand_alone(entries)
            && !entries
                .keys()
                .any(|name| is_loop(name) || name == "Fn::Transform");
        for (name, value) in entries {
            if is_loop(name) {
                self.loop_body(name, value, Self::free);
            } else {
                self.within(name, |checker| checker.value(value, entry));
            }
        }
        if is_plain {
            self.length(entries.len(), "entry", shape);
        }
    }

    fn tag(&mut self, entries: &'a Map<String, Value>) {
        for name in ["Key", "Value"] {
            let Some(value) = entries.get(name) else {
                self.find(Check::MissingProperty, format!("must have `{name}`"));
                continue;
            };
            self.within(name, |checker| match function_of(value, checker.place) {
                Some((function, argument)) => {
                    if checker.function(function, argument, None) == Yields::List {
                        checker.find(Check::Type, "must be a string, got a list");
                    }
                }
                None => match text_of(value) {
                    None => {
                        checker
                            .find(Check::Type, format!("must be a string, got {}", shown(value)));
                    }
                    Some(text) => {
                        let (least, most) = if name == "Key" { (1, 128) } else { (0, 256) };
                        let length = text.chars().count();
                        if !(least..=most).contains(&length) {
                            let message =
                                format!("must have {least} to {most} characters, got {length}");
                            checker.find(Check::Length, message);
                        }
                        checker.dynamic_references_in(value.as_str().unwrap_or_default());
                    }
                },
            });
        }
        for name in entries
            .keys()
            .filter(|name| !["Key", "Value"].contains(&name.as_str()))
        {
            // Launch templates and groups of instances have a third one.
            if name != "PropagateAtLaunch" && !name.starts_with("Fn::") {
                self.within(name, |checker| {
                    checker.find(Check::UnknownProperty, "is no property of a tag");
                });
            }
        }
    }
}
