//! The [intrinsic functions] that make values of values.
//!
//! Those about conditions are in [`equals`](super::equals) and its neighbours; `Ref` and
//! `Fn::GetAtt` are what handles of resources give.
//!
//! [intrinsic functions]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html

use std::borrow::Cow;

use super::{Expr, IntoValue, Json, Properties, Token, Value};

fn call<T: ?Sized>(name: &'static str, argument: impl Into<Expr>) -> Value<T> {
    Value::from_token(Token::Function(name, argument.into()))
}

/// The text in Base64, as user data wants it: `Fn::Base64`.
pub fn base64(text: impl IntoValue<String>) -> Value<String> {
    call("Fn::Base64", text.into_value())
}

/// The first `count` (1 to 256) blocks of `block` that leave `bits` for hosts: `Fn::Cidr`.
pub fn cidr(
    block: impl IntoValue<String>,
    count: impl IntoValue<i64>,
    bits: impl IntoValue<i64>,
) -> Value<Vec<String>> {
    let arguments =
        [block.into_value().into_expr(), count.into_value().into(), bits.into_value().into()];
    call("Fn::Cidr", arguments)
}

/// The names of a region's availability zones, in an order of the account's own: `Fn::GetAZs`.
pub fn get_azs(region: impl IntoValue<String>) -> Value<Vec<String>> {
    call("Fn::GetAZs", region.into_value())
}

/// What a stack outside of the app exports: `Fn::ImportValue`.
pub fn import_value(export: impl IntoValue<String>) -> Value<String> {
    call("Fn::ImportValue", export.into_value())
}

/// The items of a list with `delimiter` between them: `Fn::Join`.
pub fn join(delimiter: &str, items: impl IntoValue<Vec<String>>) -> Value<String> {
    let items = items.into_value().into_expr();
    if let Expr::List(items) = &items {
        let literals: Option<Vec<&str>> = items.iter().map(Expr::as_str).collect();
        if let Some(literals) = literals {
            return Value::from_expr(literals.join(delimiter).into());
        }
    }
    call("Fn::Join", [Expr::from(delimiter.to_owned()), items])
}

/// How many items a list has: `Fn::Length`.
pub fn length<T>(items: impl IntoValue<Vec<T>>) -> Value<i64> {
    call("Fn::Length", items.into_value())
}

/// The item of a list at `index`, counted from 0: `Fn::Select`.
pub fn select<T>(index: impl IntoValue<i64>, items: impl IntoValue<Vec<T>>) -> Value<T> {
    call("Fn::Select", [index.into_value().into_expr(), items.into_value().into_expr()])
}

/// The parts of a text between delimiters: `Fn::Split`.
pub fn split(delimiter: &str, text: impl IntoValue<String>) -> Value<Vec<String>> {
    call("Fn::Split", [Expr::from(delimiter.to_owned()), text.into_value().into_expr()])
}

/// `template` with each `${Name}` replaced by the variable of that name: `Fn::Sub`.
///
/// [`concat()`](super::concat) is the way to join values; this is for text that has its holes
/// already, such as a script.
pub fn sub<V: IntoValue<String>>(
    template: &str,
    variables: impl IntoIterator<Item = (&'static str, V)>,
) -> Value<String> {
    let variables: Properties = variables
        .into_iter()
        .map(|(name, value)| (Cow::Borrowed(name), value.into_value().into_expr()))
        .collect();
    if variables.is_empty() {
        return call("Fn::Sub", template.to_owned());
    }
    call("Fn::Sub", [Expr::from(template.to_owned()), Expr::Map(variables)])
}

/// The JSON text of a value, made at deployment: `Fn::ToJsonString`.
pub fn to_json_string(value: impl IntoValue<Json>) -> Value<String> {
    call("Fn::ToJsonString", value.into_value())
}

/// What a macro makes of its parameters, at this place of the template: `Fn::Transform`.
#[must_use]
pub fn transform<T: ?Sized>(name: &str, parameters: Properties) -> Value<T> {
    let name = Expr::from(name.to_owned());
    call("Fn::Transform", Properties::from([("Name", name), ("Parameters", parameters.into())]))
}

/// A property that CloudFormation repeats for each item of a list: `Fn::ForEach`.
///
/// It gives the name and value of the entry to put into a map. `key` and `body` use the current
/// item as `${variable}`; `name` must be unique in the template.
pub fn for_each(
    name: &str,
    variable: &str,
    items: impl IntoValue<Vec<String>>,
    key: &str,
    body: impl IntoValue<Json>,
) -> (String, Expr) {
    let entry = [(Cow::Owned(key.to_owned()), body.into_value().into_expr())];
    let repeated = Expr::Map(entry.into_iter().collect());
    let items = items.into_value().into_expr();
    (format!("Fn::ForEach::{name}"), [variable.to_owned().into(), items, repeated].into())
}

/// An output of a stack outside of the app, read at deployment: `Fn::GetStackOutput`.
///
/// References between stacks of one app need none of this.
///
/// ```
/// use ecomind_constructs::value::{StackOutput, Value};
///
/// let topic: Value<String> =
///     StackOutput::new("billing-prod", "TopicArn").region("eu-west-1").value();
/// # assert!(topic.is_token());
/// ```
#[derive(Debug, Clone)]
#[must_use = "is nothing until `value` is called"]
pub struct StackOutput(Properties);

impl StackOutput {
    /// The output `output` of the stack named `stack`.
    pub fn new(stack: impl IntoValue<String>, output: impl IntoValue<String>) -> Self {
        Self(
            Properties::new()
                .with("StackName", stack)
                .with("OutputName", output),
        )
    }

    /// Where the stack is. Default: the region of the stack that reads.
    pub fn region(self, region: impl IntoValue<String>) -> Self {
        Self(self.0.with("Region", region))
    }

    /// The role that may read stacks of another account. Default: the deploying role itself.
    pub fn role_arn(self, role_arn: impl IntoValue<String>) -> Self {
        Self(self.0.with("RoleArn", role_arn))
    }

    /// The output's value, taken at its word to be a `T`.
    #[must_use]
    pub fn value<T: ?Sized>(self) -> Value<T> {
        call("Fn::GetStackOutput", self.0)
    }
}
