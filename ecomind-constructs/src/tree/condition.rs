//! Conditions of a template.

use crate::{
    Result,
    value::{ConditionExpression, Expr, IntoValue, Token, Value},
};

use super::{Ref, Scope, node::Kind};

/// A question that CloudFormation answers at deployment.
///
/// What an environment decides is better said in Rust. Conditions are for what depends on
/// parameters or on the region.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let mut stack = app.stack("Test")?;
/// let is_primary = Condition::new(value::equals(value::region(), "us-east-1"))
///     .add("IsPrimary", &mut stack)?;
/// let replicas: Value<i64> = is_primary.choose(3, 1);
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [Conditions](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html)
#[derive(Debug)]
#[must_use = "adds nothing until `add` is called"]
pub struct Condition {
    data: ConditionData,
}

#[derive(Debug)]
pub(crate) struct ConditionData {
    pub(crate) expression: Expr,
}

impl Condition {
    /// A condition that holds when `expression` is true.
    pub fn new(expression: impl IntoValue<ConditionExpression>) -> Self {
        Self { data: ConditionData { expression: expression.into_value().into_expr() } }
    }

    /// Places the condition in the stack.
    #[track_caller]
    pub fn add(self, id: impl Into<String>, scope: &mut Scope<'_>) -> Result<Ref<Self>> {
        scope
            .insert(id.into(), Kind::Condition(Box::new(self.data)))
            .map(Ref::new)
    }
}

impl Ref<Condition> {
    /// One value where the condition holds, another where it does not: `Fn::If`.
    ///
    /// As one of them, [`NoValue`](crate::value::NoValue) leaves the property out.
    pub fn choose<T: ?Sized>(
        self,
        if_true: impl IntoValue<T>,
        if_false: impl IntoValue<T>,
    ) -> Value<T> {
        let arguments = vec![
            Token::LogicalId(self.node()).into(),
            if_true.into_value().into_expr(),
            if_false.into_value().into_expr(),
        ];
        Value::from_token(Token::Function("Fn::If", Expr::List(arguments)))
    }
}

impl IntoValue<ConditionExpression> for Ref<Condition> {
    fn into_value(self) -> Value<ConditionExpression> {
        let name = Token::LogicalId(self.node());
        Value::from_token(Token::Function("Condition", name.into()))
    }
}
