//! An ordered map of properties.

use std::borrow::Cow;

use super::{Expr, IntoValue};

type Entry = (Cow<'static, str>, Expr);

/// Properties in the order in which they were set: what every generated type wraps.
///
/// It is a list underneath: resources have few properties, and reading them in order is what
/// synthesis does.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Properties(Vec<Entry>);

impl Properties {
    /// No properties.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same properties with `name` set to a value of type `T`.
    #[must_use]
    pub fn with<T: ?Sized>(mut self, name: &'static str, value: impl IntoValue<T>) -> Self {
        self.set(name, value.into_value().into_expr());
        self
    }

    /// Sets `name`, in its old place if it was set before.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Expr>) {
        let name = name.into();
        let value = value.into();
        if let Some(old) = self.get_mut(&name) {
            *old = value;
            return;
        }
        // Most maps hold one or two, and a list that grows by itself begins with room for four.
        if self.0.is_empty() {
            self.0.reserve_exact(2);
        }
        self.0.push((name, value));
    }

    /// Takes `name` out.
    pub fn remove(&mut self, name: &str) -> Option<Expr> {
        let index = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.remove(index).1)
    }

    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Expr> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The value of `name`, to change it.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Expr> {
        self.0
            .iter_mut()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Names and values in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Expr)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Entry> for Properties {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut properties = Self(Vec::with_capacity(entries.size_hint().0));
        for (name, value) in entries {
            properties.set(name, value);
        }
        properties
    }
}

impl<const N: usize> From<[(&'static str, Expr); N]> for Properties {
    fn from(entries: [(&'static str, Expr); N]) -> Self {
        entries
            .into_iter()
            .map(|(name, value)| (Cow::Borrowed(name), value))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_a_property_again_keeps_its_place() {
        let mut properties = Properties::from([("A", Expr::from(1)), ("B", Expr::from(2))]);
        properties.set("A", 3);
        let names: Vec<_> = properties.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["A", "B"]);
        assert_eq!(properties.get("A"), Some(&Expr::Integer(3)));
        assert_eq!(properties.remove("A"), Some(Expr::Integer(3)));
        assert_eq!(properties.len(), 1);
    }
}
