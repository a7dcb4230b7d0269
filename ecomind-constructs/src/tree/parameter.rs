//! Parameters of a template.

use std::marker::PhantomData;

use crate::{
    Result,
    value::{Expr, IntoValue, Properties, Token, Value},
};

use super::{Ref, Scope, node::Kind};

/// A value that is given at deployment.
///
/// What an environment decides is better said in Rust, where a reviewer sees it. Parameters are
/// for what only the deployer knows.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let mut stack = app.stack("Test")?;
/// let digest = Parameter::<String>::new()
///     .description("digest of the gateway's image")
///     .allowed_pattern("sha256:[0-9a-f]{64}")
///     .add("GatewayDigest", &mut stack)?;
/// let value: Value<String> = digest.value();
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [Parameters](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html)
#[derive(Debug)]
#[must_use = "adds nothing until `add` is called"]
pub struct Parameter<T: ?Sized> {
    properties: Properties,
    of: PhantomData<fn() -> Box<T>>,
}

/// The types that have a parameter type of their own.
pub trait ParameterType {
    /// The name that templates use.
    const NAME: &'static str;
}

impl ParameterType for String {
    const NAME: &'static str = "String";
}

impl ParameterType for i64 {
    const NAME: &'static str = "Number";
}

impl ParameterType for f64 {
    const NAME: &'static str = "Number";
}

impl ParameterType for Vec<String> {
    const NAME: &'static str = "CommaDelimitedList";
}

impl ParameterType for Vec<i64> {
    const NAME: &'static str = "List<Number>";
}

#[derive(Debug)]
pub(crate) struct ParameterData {
    pub(crate) properties: Properties,
}

impl<T: ParameterType + ?Sized> Parameter<T> {
    /// A parameter without a default.
    #[expect(clippy::new_without_default, reason = "a parameter is nothing before it is added")]
    pub fn new() -> Self {
        Self::of_type(T::NAME)
    }
}

impl<T: ?Sized> Parameter<T> {
    /// A parameter of one of AWS's own types, such as `AWS::EC2::VPC::Id` or
    /// `AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>`, taken at its word to give a `T`.
    pub fn of_type(name: &str) -> Self {
        Self { properties: Properties::new().with("Type", name), of: PhantomData }
    }

    /// What it is when nobody gives it. Default: it must be given.
    pub fn default(self, value: impl Into<Expr>) -> Self {
        self.set("Default", value.into())
    }

    /// The values that it may have. Default: any.
    pub fn allowed_values<V: Into<Expr>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Expr> = values.into_iter().map(Into::into).collect();
        self.set("AllowedValues", Expr::List(values))
    }

    /// The regular expression that it must match as a whole. Default: any text.
    pub fn allowed_pattern(self, pattern: &str) -> Self {
        self.set("AllowedPattern", pattern.to_owned().into())
    }

    /// What to say when it is not allowed. Default: CloudFormation's own words.
    pub fn constraint_description(self, text: &str) -> Self {
        self.set("ConstraintDescription", text.to_owned().into())
    }

    /// What it is for, at most 4,000 characters. Default: nothing.
    pub fn description(self, text: &str) -> Self {
        self.set("Description", text.to_owned().into())
    }

    /// The fewest characters. Default: 0.
    pub fn min_length(self, length: u16) -> Self {
        self.set("MinLength", i64::from(length).into())
    }

    /// The most characters. Default: 4,096.
    pub fn max_length(self, length: u16) -> Self {
        self.set("MaxLength", i64::from(length).into())
    }

    /// The least number. Default: any.
    pub fn min_value(self, value: i64) -> Self {
        self.set("MinValue", value.into())
    }

    /// The greatest number. Default: any.
    pub fn max_value(self, value: i64) -> Self {
        self.set("MaxValue", value.into())
    }

    /// Masks the value wherever CloudFormation shows parameters. Default: it is shown.
    pub fn no_echo(self) -> Self {
        self.set("NoEcho", true.into())
    }

    /// Places the parameter in the stack.
    #[track_caller]
    pub fn add(self, id: impl Into<String>, scope: &mut Scope<'_>) -> Result<Ref<Self>> {
        let data = ParameterData { properties: self.properties };
        scope
            .insert(id.into(), Kind::Parameter(Box::new(data)))
            .map(Ref::new)
    }

    fn set(mut self, name: &'static str, value: Expr) -> Self {
        self.properties.set(name, value);
        self
    }
}

impl<T: ?Sized> Ref<Parameter<T>> {
    /// What is given at deployment.
    #[must_use]
    pub fn value(self) -> Value<T> {
        Value::from_token(Token::Reference(self.node()))
    }
}

impl<T: ?Sized> IntoValue<T> for Ref<Parameter<T>> {
    fn into_value(self) -> Value<T> {
        self.value()
    }
}
