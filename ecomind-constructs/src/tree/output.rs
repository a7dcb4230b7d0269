//! Outputs of a template.

use crate::{
    Result,
    name::NodeId,
    value::{Expr, IntoValue},
};

use super::{Condition, Ref, Scope, node::Kind};

/// A value that a deployed stack shows.
///
/// References between stacks of one app make their own outputs; this is for people, scripts and
/// other apps.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let mut stack = app.stack("Test")?;
/// Output::new(value::region()).description("where it runs").add("Region", &mut stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [Outputs](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html)
#[derive(Debug)]
#[must_use = "adds nothing until `add` is called"]
pub struct Output {
    data: OutputData,
}

#[derive(Debug)]
pub(crate) struct OutputData {
    pub(crate) value: Expr,
    pub(crate) description: Option<String>,
    pub(crate) export_name: Option<Expr>,
    pub(crate) condition: Option<NodeId>,
}

impl Output {
    /// An output of this value.
    pub fn new(value: impl IntoValue<String>) -> Self {
        let value = value.into_value().into_expr();
        Self { data: OutputData { value, description: None, export_name: None, condition: None } }
    }

    /// What it is, at most 1,024 bytes. Default: nothing.
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.data.description = Some(text.into());
        self
    }

    /// The name under which other stacks import it. Default: it is not exported.
    pub fn export_name(mut self, name: impl IntoValue<String>) -> Self {
        self.data.export_name = Some(name.into_value().into_expr());
        self
    }

    /// Shows it only where the condition holds. Default: always.
    pub fn condition(mut self, condition: Ref<Condition>) -> Self {
        self.data.condition = Some(condition.node());
        self
    }

    /// Places the output in the stack.
    #[track_caller]
    pub fn add(self, id: impl Into<String>, scope: &mut Scope<'_>) -> Result<Ref<Self>> {
        scope
            .insert(id.into(), Kind::Output(Box::new(self.data)))
            .map(Ref::new)
    }
}
