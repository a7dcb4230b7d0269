//! Policies.

use crate::value::{Expr, IntoValue, Json, Properties, Value};

use super::{
    PolicyStatement,
    merged_statements::{merge, repeated_sid, size, too_long},
};

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
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// What is wrong with it as the policy of what it speaks of, if anything is.
    pub(crate) fn flaw_for_resources(&self) -> Option<String> {
        let flaw = self
            .statements
            .iter()
            .find_map(PolicyStatement::flaw_for_resources);
        flaw.or_else(|| repeated_sid(&self.written()))
    }

    /// What is wrong with it as a policy of a role that may have so many characters.
    pub(super) fn flaw_for_identities(&self, limit: usize) -> Option<String> {
        let mut flaws = self
            .statements
            .iter()
            .filter_map(PolicyStatement::flaw_for_identities);
        let size = size(self.clone().into_value().expr());
        flaws
            .next()
            .or_else(|| repeated_sid(&self.written()))
            .or_else(|| (limit < size).then(|| too_long(size, limit)))
    }

    /// The same in as few statements as can be: what speaks of the same resources under the same
    /// conditions becomes one, with the actions in alphabetical order.
    pub(super) fn merged(self) -> Value<Json> {
        let mut statements = Vec::new();
        self.statements
            .iter()
            .for_each(|statement| merge(&mut statements, statement.properties()));
        document(statements)
    }

    fn written(&self) -> Vec<Expr> {
        self.statements
            .iter()
            .map(|statement| statement.properties().into())
            .collect()
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
        document(self.written())
    }
}

fn document(statements: Vec<Expr>) -> Value<Json> {
    let document =
        Properties::from([("Version", "2012-10-17".into()), ("Statement", Expr::List(statements))]);
    document.into_value()
}
