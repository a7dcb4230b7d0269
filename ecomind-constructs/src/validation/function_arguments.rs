//! What each intrinsic function takes.

use std::ops::RangeInclusive;

use serde_json::Value;

use crate::schema::{Kind, Shape};

use super::{
    Check, checker::Checker, did_you_mean, functions::function_of, literals::shown, yields::Yields,
};

impl<'a> Checker<'a> {
    /// A function that gives text, or text.
    pub(super) fn text(&mut self, value: &'a Value) {
        self.part(value, "a string", Value::is_string, &Kind::String);
    }

    fn whole_number(&mut self, value: &'a Value, range: RangeInclusive<i64>) {
        let number = |value: &Value| {
            let text = value.as_str().and_then(|text| text.parse().ok());
            value
                .as_i64()
                .or(text)
                .is_some_and(|number| range.contains(&number))
        };
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        self.part(value, &expected, number, &Kind::Integer);
    }

    /// An argument: a literal that `is_right`, or a function that gives what `kind` takes.
    fn part(
        &mut self,
        value: &'a Value,
        expected: &str,
        is_right: impl Fn(&Value) -> bool,
        kind: &Kind,
    ) {
        if let Some((name, argument)) = function_of(value, self.place) {
            let yields = self.function(name, argument, None);
            if !yields.fits(kind) {
                self.find(Check::Function, format!("must be {expected}, got {}", yields.name()));
            }
        } else if !is_right(value) {
            self.find(Check::Function, format!("must be {expected}, got {}", shown(value)));
        } else {
            self.free(value);
        }
    }

    /// The items of an argument that is a list of so many.
    fn items(&mut self, argument: &'a Value, expected: &str, count: usize) -> Option<&'a [Value]> {
        let items = argument.as_array().filter(|items| items.len() == count);
        if items.is_none() {
            self.find(Check::Function, format!("must be {expected}, got {}", shown(argument)));
        }
        items.map(Vec::as_slice)
    }

    /// A list of texts, or a function that gives a list.
    fn texts(&mut self, value: &'a Value) {
        if let Some(items) = value.as_array() {
            for (index, item) in items.iter().enumerate() {
                let is_scalar = |value: &Value| !value.is_array() && !value.is_object();
                self.within(index, |it| it.part(item, "a string", is_scalar, &Kind::String));
            }
            return;
        }
        match function_of(value, self.place) {
            Some((name, argument)) => {
                let yields = self.function(name, argument, None);
                if !matches!(yields, Yields::List | Yields::Anything) {
                    self.find(Check::Function, format!("must be a list, got {}", yields.name()));
                }
            }
            None => self.find(Check::Function, format!("must be a list, got {}", shown(value))),
        }
    }

    pub(super) fn join(&mut self, argument: &'a Value) -> Yields {
        if let Some([separator, list]) = self.items(argument, "a separator and a list", 2) {
            self.within(0, |it| {
                if !separator.is_string() {
                    it.find(Check::Function, "must be a string without functions");
                }
            });
            self.within(1, |it| it.texts(list));
        }
        Yields::Text
    }

    pub(super) fn split(&mut self, argument: &'a Value) -> Yields {
        if let Some([separator, text]) = self.items(argument, "a separator and a string", 2) {
            self.within(0, |it| {
                if separator.as_str().is_none_or(str::is_empty) {
                    it.find(Check::Function, "must be a string without functions, and not empty");
                }
            });
            self.within(1, |it| it.text(text));
        }
        Yields::List
    }

    pub(super) fn select(&mut self, argument: &'a Value) -> Yields {
        if let Some([index, list]) = self.items(argument, "an index and a list", 2) {
            let last = list.as_array().map_or(i64::MAX, |items| {
                i64::try_from(items.len())
                    .unwrap_or(i64::MAX)
                    .saturating_sub(1)
            });
            self.within(0, |it| it.whole_number(index, 0..=last));
            self.within(1, |it| it.texts(list));
        }
        Yields::Anything
    }

    pub(super) fn cidr(&mut self, argument: &'a Value) -> Yields {
        let items = argument.as_array().map_or(&[][..], Vec::as_slice);
        let ([block, count] | [block, count, _]) = items else {
            let expected = "must be an address range, a count, and the bits of each";
            self.find(Check::Function, format!("{expected}, got {}", shown(argument)));
            return Yields::List;
        };
        self.within(0, |it| it.text(block));
        self.within(1, |it| it.whole_number(count, 1..=256));
        if let Some(bits) = items.get(2) {
            self.within(2, |it| it.whole_number(bits, 1..=128));
        }
        Yields::List
    }

    pub(super) fn stack_output(&mut self, argument: &'a Value) -> Yields {
        const NAMES: [&str; 4] = ["StackName", "OutputName", "Region", "RoleArn"];
        let Some(entries) = argument.as_object() else {
            self.find(Check::Function, "must be a map with `StackName` and `OutputName`");
            return Yields::Text;
        };
        for (name, value) in entries {
            self.within(name, |it| {
                if NAMES.contains(&name.as_str()) {
                    it.text(value);
                } else {
                    let hint = did_you_mean(name, NAMES);
                    it.find_with(Check::Function, "is not an argument", hint);
                }
            });
        }
        for name in &NAMES[..2] {
            if !entries.contains_key(*name) {
                self.find(Check::Function, format!("must have `{name}`"));
            }
        }
        Yields::Text
    }

    /// `Fn::Equals` and its like.
    pub(super) fn tests(
        &mut self,
        argument: &'a Value,
        count: RangeInclusive<usize>,
        of_conditions: bool,
    ) -> Yields {
        let items = argument
            .as_array()
            .filter(|items| count.contains(&items.len()));
        let Some(items) = items else {
            let expected = match (*count.start(), *count.end()) {
                (1, 1) => "a list of one condition".to_owned(),
                (2, 2) => "a list of two values".to_owned(),
                (start, end) => format!("a list of {start} to {end} conditions"),
            };
            self.find(Check::Function, format!("must be {expected}, got {}", shown(argument)));
            return Yields::Flag;
        };
        for (index, item) in items.iter().enumerate() {
            self.within(index, |it| match (of_conditions, function_of(item, it.place)) {
                (true, None) => {
                    it.find(Check::Function, format!("must be a condition, got {}", shown(item)));
                }
                _ => it.free(item),
            });
        }
        Yields::Flag
    }

    pub(super) fn choice(&mut self, argument: &'a Value, wanted: Option<&Shape>) -> Yields {
        let expected = "a condition and two values";
        if let Some([condition, yes, no]) = self.items(argument, expected, 3) {
            self.within(0, |it| it.condition_name(condition));
            for (index, branch) in [(1, yes), (2, no)] {
                self.within(index, |it| match wanted {
                    Some(shape) => it.value(branch, shape),
                    None => it.free(branch),
                });
            }
        }
        Yields::Anything
    }

    pub(super) fn condition_name(&mut self, value: &'a Value) {
        let Some(name) = value.as_str() else {
            let message = format!("must be the name of a condition, got {}", shown(value));
            return self.find(Check::Function, message);
        };
        self.used.insert(name);
        if !self.names.conditions.contains(name) && !self.names.has_macros {
            let hint = did_you_mean(name, self.names.conditions.iter().copied());
            self.find_with(Check::Reference, format!("names no condition, got `{name}`"), hint);
        }
    }

    pub(super) fn find_in_map(&mut self, argument: &'a Value, wanted: Option<&Shape>) -> Yields {
        let items = argument.as_array().map_or(&[][..], Vec::as_slice);
        let ([map, first, second] | [map, first, second, _]) = items else {
            let expected = "must be the name of a mapping and two keys";
            self.find(Check::Function, format!("{expected}, got {}", shown(argument)));
            return Yields::Anything;
        };
        self.within(1, |it| it.text(first));
        self.within(2, |it| it.text(second));
        let Some(name) = map.as_str() else {
            self.within(0, |it| it.text(map));
            return Yields::Anything;
        };
        self.used.insert(name);
        let Some(mapping) = self.names.mappings.get(name).copied() else {
            if !self.names.has_macros {
                let hint = did_you_mean(name, self.names.mappings.keys().copied());
                let message = format!("names no mapping, got `{name}`");
                self.within(0, |it| it.find_with(Check::Reference, message, hint));
            }
            return Yields::Anything;
        };
        // With a default, keys may be missing.
        if items.len() == 3 {
            self.map_entry(mapping, first, second, wanted);
        }
        Yields::Anything
    }

    fn map_entry(
        &mut self,
        mapping: &'a Value,
        first: &'a Value,
        second: &'a Value,
        wanted: Option<&Shape>,
    ) {
        let Some(outer) = mapping.as_object() else { return };
        let mut inner: Vec<_> = outer.iter().collect();
        if let Some(key) = first.as_str() {
            inner.retain(|(name, _)| *name == key);
            if inner.is_empty() {
                let hint = did_you_mean(key, outer.keys().map(String::as_str));
                let message = format!("is no key of the mapping, got `{key}`");
                return self.within(1, |it| it.find_with(Check::Reference, message, hint));
            }
        }
        let Some(key) = second.as_str() else { return };
        for (outer, entries) in inner {
            let Some(entries) = entries.as_object() else { continue };
            match (entries.get(key), wanted) {
                (None, _) => {
                    let hint = did_you_mean(key, entries.keys().map(String::as_str));
                    let message = format!("is no key of `{outer}` in the mapping, got `{key}`");
                    self.within(2, |it| it.find_with(Check::Reference, message, hint));
                }
                (Some(value), Some(shape)) => {
                    let what = format!("as `{outer}` says in the mapping");
                    self.about(what, |it| it.value(value, shape));
                }
                (Some(_), None) => {}
            }
        }
    }
}
