//! Typed handles.

use std::{fmt, marker::PhantomData};

use crate::{
    name::NodeId,
    value::{Token, Value},
};

use super::Resource;

/// A handle of an element of a template: a resource, parameter, condition, mapping or output.
///
/// It is `Copy`, holds no borrow of the app, and reads without one.
pub struct Ref<R: ?Sized> {
    node: NodeId,
    element: PhantomData<fn() -> Box<R>>,
}

impl<R: ?Sized> Ref<R> {
    pub(crate) fn new(node: NodeId) -> Self {
        Self { node, element: PhantomData }
    }

    /// The node itself, for dependencies.
    #[must_use]
    pub fn node(self) -> NodeId {
        self.node
    }
}

impl<R: Resource> Ref<R> {
    /// What `Ref` of the resource gives: its name, id or ARN, as AWS's page on the type says.
    #[must_use]
    pub fn reference(self) -> Value<R::Reference> {
        Value::from_token(Token::Reference(self.node))
    }

    /// An attribute that no getter covers, taken at its word to be a `T`: `Fn::GetAtt`.
    #[must_use]
    pub fn attribute<T: ?Sized>(self, name: &'static str) -> Value<T> {
        let name = name.into();
        Value::from_token(Token::Attribute { node: self.node, name, is_list: false })
    }

    /// The same for an attribute that is a list.
    #[must_use]
    pub fn list_attribute<T>(self, name: &'static str) -> Value<Vec<T>> {
        let name = name.into();
        Value::from_token(Token::Attribute { node: self.node, name, is_list: true })
    }
}

impl<R: ?Sized> Clone for Ref<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: ?Sized> Copy for Ref<R> {}

impl<R: ?Sized> PartialEq for Ref<R> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<R: ?Sized> Eq for Ref<R> {}

impl<R: ?Sized> fmt::Debug for Ref<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ref({})", self.node.index)
    }
}

impl<R: ?Sized> From<Ref<R>> for NodeId {
    fn from(handle: Ref<R>) -> Self {
        handle.node
    }
}
