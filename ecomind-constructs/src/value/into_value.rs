//! What can be given where a value is due.

use std::borrow::Cow;

use super::{Expr, Json, Map, Properties, Value};

/// Can be given where a `T` is due: literals, [`Value`]s, and handles of resources that have one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a valid value for a property of type `{T}`",
    label = "expected `{T}`, a construct that provides it, or `Value<{T}>`",
    note = "types of ids and ARNs have `literal(\"...\")` for what is outside of the app; enums have `Other(...)` for what AWS added since; `.cast()` of a `Value` overrides the check"
)]
pub trait IntoValue<T: ?Sized> {
    /// The value.
    fn into_value(self) -> Value<T>;
}

/// The types whose values are also values of `Self`: an id is a string, and not the reverse.
#[diagnostic::on_unimplemented(
    message = "a `Value<{T}>` is not a valid value for a property of type `{Self}`",
    label = "expected `{Self}`, a construct that provides it, or `Value<{Self}>`",
    note = "`.cast()` overrides the check"
)]
pub trait Accepts<T: ?Sized> {}

/// The type of an id, name or ARN of one kind of resource.
pub trait IdType {
    /// The one that exists outside of the app, under this id, name or ARN.
    fn literal(id: impl Into<String>) -> Value<Self> {
        Value::from_expr(Expr::String(Cow::Owned(id.into())))
    }
}

impl<T: ?Sized> Accepts<T> for T {}
impl<M: IdType> Accepts<M> for String {}
impl<M: IdType> Accepts<Vec<M>> for Vec<String> {}

impl<A: ?Sized, B: Accepts<A> + ?Sized> IntoValue<B> for Value<A> {
    fn into_value(self) -> Value<B> {
        self.cast()
    }
}

impl<A: ?Sized, B: Accepts<A> + ?Sized> IntoValue<B> for &Value<A> {
    fn into_value(self) -> Value<B> {
        self.clone().cast()
    }
}

impl IntoValue<String> for &str {
    fn into_value(self) -> Value<String> {
        Value::from_expr(Expr::String(Cow::Owned(self.to_owned())))
    }
}

impl IntoValue<String> for String {
    fn into_value(self) -> Value<String> {
        Value::from_expr(Expr::String(Cow::Owned(self)))
    }
}

impl IntoValue<String> for &String {
    fn into_value(self) -> Value<String> {
        self.as_str().into_value()
    }
}

impl IntoValue<String> for Cow<'static, str> {
    fn into_value(self) -> Value<String> {
        Value::from_expr(Expr::String(self))
    }
}

impl IntoValue<bool> for bool {
    fn into_value(self) -> Value<bool> {
        Value::from_expr(Expr::Bool(self))
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl IntoValue<i64> for $integer {
            fn into_value(self) -> Value<i64> {
                Value::from_expr(Expr::Integer(i64::from(self)))
            }
        }
    )*};
}

integers! { u8 u16 u32 i8 i16 i32 i64 }

impl IntoValue<f64> for f64 {
    fn into_value(self) -> Value<f64> {
        Value::from_expr(Expr::Number(self))
    }
}

impl IntoValue<f64> for i32 {
    fn into_value(self) -> Value<f64> {
        Value::from_expr(Expr::Integer(i64::from(self)))
    }
}

impl<T, V: IntoValue<T>, const N: usize> IntoValue<Vec<T>> for [V; N] {
    fn into_value(self) -> Value<Vec<T>> {
        list(self)
    }
}

impl<T, V: IntoValue<T>> IntoValue<Vec<T>> for Vec<V> {
    fn into_value(self) -> Value<Vec<T>> {
        list(self)
    }
}

impl<T, V: IntoValue<T> + Clone> IntoValue<Vec<T>> for &[V] {
    fn into_value(self) -> Value<Vec<T>> {
        list(self.iter().cloned())
    }
}

impl<T, V: IntoValue<T>, const N: usize> IntoValue<Map<T>> for [(&str, V); N] {
    fn into_value(self) -> Value<Map<T>> {
        map(self)
    }
}

impl<T, K: Into<String>, V: IntoValue<T>> IntoValue<Map<T>> for Vec<(K, V)> {
    fn into_value(self) -> Value<Map<T>> {
        map(self)
    }
}

impl IntoValue<Json> for Expr {
    fn into_value(self) -> Value<Json> {
        Value::from_expr(self)
    }
}

impl IntoValue<Json> for Properties {
    fn into_value(self) -> Value<Json> {
        Value::from_expr(Expr::Map(self))
    }
}

impl IntoValue<Json> for serde_json::Value {
    fn into_value(self) -> Value<Json> {
        Value::from_expr(self.into())
    }
}

fn list<T>(items: impl IntoIterator<Item = impl IntoValue<T>>) -> Value<Vec<T>> {
    let items = items.into_iter().map(|item| item.into_value().into_expr());
    Value::from_expr(Expr::List(items.collect()))
}

fn map<T, K: Into<String>>(
    entries: impl IntoIterator<Item = (K, impl IntoValue<T>)>,
) -> Value<Map<T>> {
    let entries = entries
        .into_iter()
        .map(|(name, value)| (Cow::Owned(name.into()), value.into_value().into_expr()));
    Value::from_expr(Expr::Map(entries.collect()))
}
