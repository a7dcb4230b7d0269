//! Condition functions, for the `Conditions` of a template.

use super::{Expr, IntoValue, Token, Value};

/// The type of the expressions that conditions are made of.
#[derive(Debug, Clone, Copy)]
pub enum ConditionExpression {}

/// True when both are equal: [`Fn::Equals`].
///
/// [`Fn::Equals`]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
pub fn equals(
    left: impl IntoValue<String>,
    right: impl IntoValue<String>,
) -> Value<ConditionExpression> {
    let pair = [left.into_value().into_expr(), right.into_value().into_expr()];
    Value::from_token(Token::Function("Fn::Equals", pair.into()))
}

/// True when all 2 to 10 of them are: `Fn::And`.
pub fn all_of(conditions: impl IntoValue<Vec<ConditionExpression>>) -> Value<ConditionExpression> {
    Value::from_token(Token::Function("Fn::And", conditions.into_value().into_expr()))
}

/// True when any of the 2 to 10 is: `Fn::Or`.
pub fn any_of(conditions: impl IntoValue<Vec<ConditionExpression>>) -> Value<ConditionExpression> {
    Value::from_token(Token::Function("Fn::Or", conditions.into_value().into_expr()))
}

/// True when the condition is not: `Fn::Not`.
pub fn not(condition: impl IntoValue<ConditionExpression>) -> Value<ConditionExpression> {
    let list = Expr::List(vec![condition.into_value().into_expr()]);
    Value::from_token(Token::Function("Fn::Not", list))
}

/// `AWS::NoValue`: as one branch of a choice, it leaves the property out.
#[derive(Debug, Clone, Copy)]
pub struct NoValue;

impl<T: ?Sized> IntoValue<T> for NoValue {
    fn into_value(self) -> Value<T> {
        Value::from_token(Token::Pseudo("AWS::NoValue"))
    }
}
