//! Policies.

use crate::value::{Expr, IntoValue, Json, Properties, Value};

use super::PolicyStatement;

/// The statements of a policy.
///
/// AWS: [policy grammar](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html)
#[derive(Debug, Clone, Default)]
pub struct PolicyDocument {
    statements: Vec<PolicyStatement>,
}

impl PolicyDocument {
    /// A policy of these statements.
    pub fn new(statements: impl IntoIterator<Item = PolicyStatement>) -> Self {
        Self { statements: statements.into_iter().collect() }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// What is wrong with it, if anything is.
    pub(crate) fn flaw(&self) -> Option<String> {
        self.statements.iter().find_map(PolicyStatement::flaw)
    }

    /// Why its statements speak of more than they name, for the metadata of its resource.
    pub(crate) fn reasons(&self) -> Vec<String> {
        let mut reasons: Vec<String> = Vec::new();
        for reason in self.statements.iter().flat_map(PolicyStatement::reasons) {
            if !reasons.contains(reason) {
                reasons.push(reason.clone());
            }
        }
        reasons
    }
}

impl IntoValue<Json> for PolicyDocument {
    fn into_value(self) -> Value<Json> {
        let statements = self.statements.iter().map(PolicyStatement::expr).collect();
        let document = Properties::from([
            ("Version", "2012-10-17".into()),
            ("Statement", Expr::List(statements)),
        ]);
        document.into_value()
    }
}
