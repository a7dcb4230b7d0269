//! Mappings of a template.

use std::borrow::Cow;

use crate::{
    Result,
    value::{Expr, IntoValue, Properties, Token, Value},
};

use super::{Ref, Scope, node::Kind};

/// A table of two keys that CloudFormation looks up at deployment.
///
/// A `match` in Rust is the better table, unless the key is known only at deployment.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let mut stack = app.stack("Test")?;
/// let images = Mapping::new()
///     .entry("us-east-1", "Arm64", "ami-0abc")
///     .entry("us-west-2", "Arm64", "ami-0def")
///     .add("Images", &mut stack)?;
/// let image: Value<String> = images.find(value::region(), "Arm64");
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [Mappings](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html)
#[derive(Debug, Default)]
#[must_use = "adds nothing until `add` is called"]
pub struct Mapping {
    data: MappingData,
}

#[derive(Debug, Default)]
pub(crate) struct MappingData {
    pub(crate) entries: Properties,
}

impl Mapping {
    /// A table without entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry: letters, digits, hyphens and periods for both keys.
    pub fn entry(
        mut self,
        top: impl Into<Cow<'static, str>>,
        second: impl Into<Cow<'static, str>>,
        value: impl Into<Expr>,
    ) -> Self {
        let top = top.into();
        if self.data.entries.get(&top).is_none() {
            self.data.entries.set(top.clone(), Properties::new());
        }
        if let Some(Expr::Map(row)) = self.data.entries.get_mut(&top) {
            row.set(second, value);
        }
        self
    }

    /// Places the table in the stack.
    #[track_caller]
    pub fn add(self, id: impl Into<String>, scope: &mut Scope<'_>) -> Result<Ref<Self>> {
        scope
            .insert(id.into(), Kind::Mapping(Box::new(self.data)))
            .map(Ref::new)
    }
}

impl Ref<Mapping> {
    /// The entry of two keys, taken at its word to be a `T`: `Fn::FindInMap`.
    pub fn find<T: ?Sized>(
        self,
        top: impl IntoValue<String>,
        second: impl IntoValue<String>,
    ) -> Value<T> {
        self.look_up(top, second, None)
    }

    /// The same, or `default` where there is no entry; it needs the language extensions, which
    /// synthesis turns on.
    pub fn find_or<T: ?Sized>(
        self,
        top: impl IntoValue<String>,
        second: impl IntoValue<String>,
        default: impl IntoValue<T>,
    ) -> Value<T> {
        self.look_up(top, second, Some(default.into_value().into_expr()))
    }

    fn look_up<T: ?Sized>(
        self,
        top: impl IntoValue<String>,
        second: impl IntoValue<String>,
        default: Option<Expr>,
    ) -> Value<T> {
        let mut arguments = vec![
            Token::LogicalId(self.node()).into(),
            top.into_value().into_expr(),
            second.into_value().into_expr(),
        ];
        if let Some(default) = default {
            arguments.push(Properties::from([("DefaultValue", default)]).into());
        }
        Value::from_token(Token::Function("Fn::FindInMap", Expr::List(arguments)))
    }
}
