//! Who a policy speaks of.

use crate::value::{self, Expr, IntoValue, Value};

/// Who a statement allows or denies something.
///
/// AWS: [Principal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html)
#[derive(Debug, Clone)]
pub struct Principal {
    kind: &'static str,
    value: Value<String>,
}

impl Principal {
    /// A service of AWS, such as `ecs-tasks.amazonaws.com`.
    pub fn service(name: impl IntoValue<String>) -> Self {
        Self { kind: "Service", value: name.into_value() }
    }

    /// A role, user or account by ARN.
    pub fn arn(arn: impl IntoValue<String>) -> Self {
        Self { kind: "AWS", value: arn.into_value() }
    }

    /// Whoever the IAM policies of the stack's own account allow it.
    #[must_use]
    pub fn account_root() -> Self {
        Self::arn(value::concat([
            "arn:".into_value(),
            value::partition(),
            ":iam::".into_value(),
            value::account_id(),
            ":root".into_value(),
        ]))
    }

    /// An identity provider by ARN, such as that of GitHub's workflows.
    pub fn federated(arn: impl IntoValue<String>) -> Self {
        Self { kind: "Federated", value: arn.into_value() }
    }

    /// Everybody, which is right only where the statement denies or its condition narrows it.
    #[must_use]
    pub fn anyone() -> Self {
        Self::arn("*")
    }

    /// Whether it is everybody.
    pub(super) fn is_anyone(&self) -> bool {
        self.value.as_literal() == Some("*")
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(super) fn expr(&self) -> Expr {
        self.value.expr().clone()
    }
}
