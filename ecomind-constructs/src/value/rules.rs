//! The functions that only the [rules] of a template may use.
//!
//! [rules]: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html

use super::{ConditionExpression, Expr, IntoValue, Token, Value};

/// True when `value` is one of `values`: `Fn::Contains`.
pub fn contains(
    values: impl IntoValue<Vec<String>>,
    value: impl IntoValue<String>,
) -> Value<ConditionExpression> {
    pair("Fn::Contains", values.into_value().into_expr(), value.into_value().into_expr())
}

/// True when every one of `values` equals `value`: `Fn::EachMemberEquals`.
pub fn each_member_equals(
    values: impl IntoValue<Vec<String>>,
    value: impl IntoValue<String>,
) -> Value<ConditionExpression> {
    pair("Fn::EachMemberEquals", values.into_value().into_expr(), value.into_value().into_expr())
}

/// True when every one of `values` is among `allowed`: `Fn::EachMemberIn`.
pub fn each_member_in(
    values: impl IntoValue<Vec<String>>,
    allowed: impl IntoValue<Vec<String>>,
) -> Value<ConditionExpression> {
    pair("Fn::EachMemberIn", values.into_value().into_expr(), allowed.into_value().into_expr())
}

/// The values of all parameters of a type, such as `AWS::EC2::VPC::Id`: `Fn::RefAll`.
#[must_use]
pub fn ref_all(parameter_type: &str) -> Value<Vec<String>> {
    Value::from_token(Token::Function("Fn::RefAll", parameter_type.to_owned().into()))
}

/// An attribute of what a parameter names: `Fn::ValueOf`.
#[must_use]
pub fn value_of(parameter: &str, attribute: &str) -> Value<String> {
    let names = [parameter.to_owned(), attribute.to_owned()];
    Value::from_token(Token::Function("Fn::ValueOf", names.into()))
}

/// An attribute of what all parameters of a type name: `Fn::ValueOfAll`.
#[must_use]
pub fn value_of_all(parameter_type: &str, attribute: &str) -> Value<Vec<String>> {
    let names = [parameter_type.to_owned(), attribute.to_owned()];
    Value::from_token(Token::Function("Fn::ValueOfAll", names.into()))
}

fn pair(name: &'static str, left: Expr, right: Expr) -> Value<ConditionExpression> {
    Value::from_token(Token::Function(name, [left, right].into()))
}
