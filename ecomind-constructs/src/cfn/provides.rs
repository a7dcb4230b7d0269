//! Handles as values: a resource can be passed where its id, name or ARN is due.
#![allow(dead_code, reason = "which functions are used depends on the features")]

use crate::{
    tree::{Ref, Resource},
    value::{IntoValue, Value},
};

/// A resource that has an id, name or ARN of type `T`.
///
/// A handle of another resource does not compile:
///
/// ```compile_fail
/// # use ecomind_constructs::{cfn::ec2, prelude::*};
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test").unwrap();
/// let group = ec2::SecurityGroup::new("web").add("Group", stack).unwrap();
/// let subnet = ec2::Subnet::new(group); // expects the id of a VPC
/// ```
///
/// It stands between handles and [`IntoValue`], since thousands of impls for [`Ref`] itself would
/// each be compared with all others whenever this crate is compiled.
#[diagnostic::on_unimplemented(
    message = "a handle of a `{Self}` is not a valid value for a property of type `{T}`",
    label = "expected a `{T}`, a construct that provides one, or a `Value<{T}>`",
    note = "where any string will do, pass what is meant: `.reference()`, or a getter such as `.arn()`"
)]
pub trait Provides<T: ?Sized>: Resource {
    /// The id, name or ARN of the resource behind `handle`.
    fn provide(handle: Ref<Self>) -> Value<T>;
}

impl<T: ?Sized, R: Provides<T>> IntoValue<T> for Ref<R> {
    fn into_value(self) -> Value<T> {
        R::provide(self)
    }
}

/// The attributes of a handle, without the search among all methods of all handles that
/// a method call would cost the compiler.
pub(super) fn attribute<R: Resource, T: ?Sized>(handle: Ref<R>, name: &'static str) -> Value<T> {
    handle.attribute(name)
}

pub(super) fn list_attribute<R: Resource, T>(handle: Ref<R>, name: &'static str) -> Value<Vec<T>> {
    handle.list_attribute(name)
}
