//! Values that are written down: text, numbers, flags.

use std::borrow::Cow;

use serde_json::Value;

use crate::schema::{Kind, Shape};

use super::{Check, checker::Checker, closest, formats::flaw_of_format};

/// Longer texts are cut when they are shown.
const SHOWN_CHARACTERS: usize = 60;

/// Lists of allowed values are cut when they are shown.
const SHOWN_VALUES: usize = 10;

/// A value as a finding shows it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => {
            let cut: String = text.chars().take(SHOWN_CHARACTERS).collect();
            let more = if cut.len() < text.len() { "…" } else { "" };
            format!("{cut:?}{more}")
        }
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(_) => "a map".to_owned(),
    }
}

/// A scalar as text.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(value.to_string())),
        _ => None,
    }
}

/// Whether CloudFormation puts something else in the place of this text, or of a part of it.
pub(super) fn is_dynamic(text: &str) -> bool {
    text.contains('{') && text.contains("{{resolve:")
}

impl<'a> Checker<'a> {
    /// Checks a scalar against what its property takes.
    pub(super) fn literal(&mut self, value: &'a Value, shape: &Shape) {
        if let Value::String(text) = value {
            self.dynamic_references_in(text);
            if is_dynamic(text) {
                return;
            }
        }
        let is_right = match shape.kind {
            Kind::String | Kind::Timestamp => text_of(value).is_some(),
            Kind::Integer => number_of(value).is_some_and(|number| number.fract() == 0.0),
            Kind::Number => number_of(value).is_some(),
            Kind::Boolean => text_of(value)
                .is_some_and(|text| ["true", "false"].contains(&&*text.to_lowercase())),
            _ => true,
        };
        if !is_right {
            let message = format!("must be {}, got {}", kind_name(&shape.kind), shown(value));
            return self.find(Check::Type, message);
        }
        let Some(text) = text_of(value) else { return };
        self.allowed_value(&text, shape);
        match shape.kind {
            Kind::Integer | Kind::Number => {
                if let Some(number) = number_of(value) {
                    self.range(number, shape);
                }
            }
            Kind::String | Kind::Timestamp => self.string(&text, value, shape),
            _ => {}
        }
    }

    fn string(&mut self, text: &str, value: &Value, shape: &Shape) {
        self.length(text.chars().count(), "character", shape);
        if let Some(pattern) = shape.pattern
            && !self.known.patterns.matches(pattern, text)
        {
            self.find(Check::Pattern, format!("must match `{pattern}`, got {}", shown(value)));
        }
        if let Some(format) = shape.format
            && let Some(expected) = flaw_of_format(format, text)
        {
            self.find(Check::Format, format!("must be {expected}, got {}", shown(value)));
        }
    }

    fn allowed_value(&mut self, text: &str, shape: &Shape) {
        let mut values = shape.values;
        let is_same = |value: &str| {
            if shape.any_case { value.eq_ignore_ascii_case(text) } else { value == text }
        };
        if values.is_empty() || values.any(is_same) {
            return;
        }
        let mut all: Vec<&str> = shape.values.collect();
        if all.iter().all(|value| value.parse::<i64>().is_ok()) {
            all.sort_by_key(|value| value.parse::<i64>().unwrap_or_default());
        }
        let listed = all
            .iter()
            .take(SHOWN_VALUES)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        let more = match all.len().checked_sub(SHOWN_VALUES) {
            None | Some(0) => String::new(),
            Some(more) => format!(" or one of {more} more"),
        };
        let message = match all.len() {
            1 => format!("must be {listed}, got {text:?}"),
            _ => format!("must be one of {listed}{more}, got {text:?}"),
        };
        let hint = closest(text, all).map(|value| format!("did you mean `{value}`?"));
        self.find_with(Check::Value, message, hint);
    }

    fn range(&mut self, number: f64, shape: &Shape) {
        let expected = match (shape.minimum, shape.maximum) {
            (Some(minimum), Some(maximum)) if !(minimum..=maximum).contains(&number) => {
                format!("{minimum} to {maximum}")
            }
            (Some(minimum), None) if number < minimum => format!("at least {minimum}"),
            (None, Some(maximum)) if maximum < number => format!("at most {maximum}"),
            _ => return,
        };
        self.find(Check::Range, format!("must be {expected}, got {number}"));
    }

    /// Checks a number of characters, items or entries.
    pub(super) fn length(&mut self, length: usize, of: &str, shape: &Shape) {
        let given = u64::try_from(length).unwrap_or(u64::MAX);
        let (least, most) = (shape.min_length.unwrap_or(0), shape.max_length.unwrap_or(u64::MAX));
        if (least..=most).contains(&given) {
            return;
        }
        let plural = |count: u64| if count == 1 { of.to_owned() } else { plural(of) };
        let expected = match (shape.min_length, shape.max_length) {
            (Some(least), Some(most)) if least == most => format!("{most} {}", plural(most)),
            (Some(least), Some(most)) => format!("{least} to {most} {}", plural(most)),
            (Some(least), None) => format!("at least {least} {}", plural(least)),
            _ => format!("at most {most} {}", plural(most)),
        };
        self.find(Check::Length, format!("must have {expected}, got {given}"));
    }
}

fn plural(of: &str) -> String {
    match of.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{of}s"),
    }
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// What a property takes, in words.
pub(super) fn kind_name(kind: &Kind) -> String {
    match kind {
        Kind::Json => "anything".to_owned(),
        Kind::String | Kind::Timestamp => "a string".to_owned(),
        Kind::Integer => "a whole number".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Tag => "a tag".to_owned(),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) | Kind::Object(_) => "a map".to_owned(),
        Kind::Union(kinds) => {
            let names: Vec<String> = kinds.iter().map(|shape| kind_name(&shape.kind)).collect();
            names.join(" or ")
        }
    }
}
