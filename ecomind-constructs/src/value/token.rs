//! What only CloudFormation can resolve.

use std::borrow::Cow;

use crate::name::NodeId;

use super::Expr;

/// Something that CloudFormation resolves.
///
/// Tokens name nodes of the tree and never logical ids: those, and the outputs and imports that a
/// reference to another stack needs, are made at synthesis.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Token {
    /// What `Ref` of a resource or parameter gives.
    Reference(NodeId),
    /// What `Fn::GetAtt` gives.
    Attribute {
        /// The resource.
        node: NodeId,
        /// The attribute, such as `Endpoint.Address`.
        name: Cow<'static, str>,
        /// Whether the attribute is a list, which crosses stacks as joined text.
        is_list: bool,
    },
    /// The logical id itself, as functions that name conditions and mappings want it.
    LogicalId(NodeId),
    /// A pseudo parameter, such as `AWS::Region`.
    Pseudo(&'static str),
    /// Values joined to text.
    Concat(Vec<Expr>),
    /// An intrinsic function with its argument, such as `Fn::Select`.
    Function(&'static str, Expr),
    /// A dynamic reference to a secret, which must not reach outputs or metadata.
    Secret(Expr),
    /// A value that crosses into other stacks with a strength of its own.
    WithStrength(Strength, Expr),
}

/// How a reference holds on to the stack that it points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strength {
    /// [`Fn::GetStackOutput`]: read whenever the consumer is deployed, across regions and accounts.
    /// The producer stays free to change.
    ///
    /// [`Fn::GetStackOutput`]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
    Weak,
    /// An export and [`Fn::ImportValue`]: CloudFormation refuses to change or delete the export
    /// while it is imported. Only within one region of one account.
    ///
    /// [`Fn::ImportValue`]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html
    Strong,
    /// Read as a weak reference while the export stays: the step between strong and weak.
    Both,
}
