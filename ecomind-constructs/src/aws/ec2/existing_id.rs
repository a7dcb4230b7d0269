//! Ids of what exists outside of the app.

use std::fmt;

use crate::value::{IdType, StackOutput, Value};

/// The id of something that exists outside of the app: a text, or a value that only the deployment
/// knows, such as what another stack shows.
///
/// ```
/// use ecomind_constructs::{
///     aws::ec2::{ExistingId, VpcId},
///     value::StackOutput,
/// };
///
/// let known: ExistingId<VpcId> = "vpc-0123456789abcdef0".into();
/// let shown: ExistingId<VpcId> = StackOutput::new("shop-prod-Network", "VpcId").into();
/// ```
pub struct ExistingId<I: ?Sized>(Value<I>);

impl<I: IdType> ExistingId<I> {
    pub(super) fn as_literal(&self) -> Option<&str> {
        self.0.expr().as_str()
    }

    pub(super) fn into_value(self) -> Value<I> {
        self.0
    }
}

impl<I: ?Sized> fmt::Debug for ExistingId<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<I: IdType> From<&str> for ExistingId<I> {
    fn from(id: &str) -> Self {
        Self(I::literal(id))
    }
}

impl<I: IdType> From<String> for ExistingId<I> {
    fn from(id: String) -> Self {
        Self(I::literal(id))
    }
}

impl<I: IdType> From<Value<I>> for ExistingId<I> {
    fn from(id: Value<I>) -> Self {
        Self(id)
    }
}

impl<I: IdType> From<StackOutput> for ExistingId<I> {
    fn from(output: StackOutput) -> Self {
        Self(output.value())
    }
}
