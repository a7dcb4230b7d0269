//! Rules of a template.

use crate::{
    Result,
    value::{ConditionExpression, Expr, IntoValue, Properties},
};

use super::{Ref, Scope, node::Kind};

/// What CloudFormation checks about parameters before it touches anything.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let mut stack = app.stack("Test")?;
/// let size = Parameter::<String>::new().add("Size", &mut stack)?;
/// let is_known = value::contains(["small", "large"], size);
/// Rule::new().assert(is_known, "the size must be small or large").add("KnownSize", &mut stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [Rules](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html)
#[derive(Debug, Default)]
#[must_use = "adds nothing until `add` is called"]
pub struct Rule {
    data: RuleData,
}

#[derive(Debug, Default)]
pub(crate) struct RuleData {
    pub(crate) condition: Option<Expr>,
    pub(crate) assertions: Vec<Expr>,
}

impl Rule {
    /// A rule that asserts nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// When the rule applies. Default: always.
    pub fn when(mut self, condition: impl IntoValue<ConditionExpression>) -> Self {
        self.data.condition = Some(condition.into_value().into_expr());
        self
    }

    /// What must be true, and what to say when it is not.
    pub fn assert(
        mut self,
        assertion: impl IntoValue<ConditionExpression>,
        description: &str,
    ) -> Self {
        let assertion = Properties::from([("Assert", assertion.into_value().into_expr())])
            .with("AssertDescription", description);
        self.data.assertions.push(assertion.into());
        self
    }

    /// Places the rule in the stack.
    #[track_caller]
    pub fn add(self, id: impl Into<String>, scope: &mut Scope<'_>) -> Result<Ref<Self>> {
        scope
            .insert(id.into(), Kind::Rule(Box::new(self.data)))
            .map(Ref::new)
    }
}
