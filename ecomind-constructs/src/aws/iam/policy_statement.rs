//! One sentence of a policy.

use crate::value::{Expr, IntoValue, Properties, Value};

use super::{Principal, merged_statements::one_or_many};

/// What somebody may or may not do to something.
///
/// It names actions and resources one by one. Where everything is really meant, the reason is part
/// of the call and ends up beside the policy in the template.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::iam::PolicyStatement;
///
/// let read = PolicyStatement::allow()
///     .sid("ReadReports")
///     .actions(["s3:GetObject"])
///     .resources(["arn:aws:s3:::reports/*"]);
/// ```
///
/// AWS: [policy elements](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html)
#[derive(Debug, Clone)]
#[must_use = "allows nothing until it is part of a policy"]
pub struct PolicyStatement {
    effect: Effect,
    sid: Option<String>,
    principals: Vec<Principal>,
    actions: Vec<String>,
    resources: Vec<Value<String>>,
    conditions: Properties,
    reasons: Vec<String>,
}

/// Whether a statement allows or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It allows what nothing denies.
    Allow,
    /// It denies, whatever allows.
    Deny,
}

impl PolicyStatement {
    /// Allows what follows.
    pub fn allow() -> Self {
        Self::new(Effect::Allow)
    }

    /// Denies what follows.
    pub fn deny() -> Self {
        Self::new(Effect::Deny)
    }

    fn new(effect: Effect) -> Self {
        Self {
            effect,
            sid: None,
            principals: Vec::new(),
            actions: Vec::new(),
            resources: Vec::new(),
            conditions: Properties::new(),
            reasons: Vec::new(),
        }
    }

    /// What the statement is called: letters and digits. Default: nothing.
    pub fn sid(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    /// Who it speaks of; for policies of resources and for trust policies. Default: the identity
    /// that the policy is attached to.
    pub fn principal(mut self, principal: Principal) -> Self {
        self.principals.push(principal);
        self
    }

    /// What may be done, such as `s3:GetObject`. Adds to those before.
    pub fn actions<A: Into<String>>(mut self, actions: impl IntoIterator<Item = A>) -> Self {
        self.actions.extend(actions.into_iter().map(Into::into));
        self
    }

    /// Every action of a service, such as `kms`, and why.
    pub fn all_actions_of(mut self, service: &str, reason: impl Into<String>) -> Self {
        self.actions.push(format!("{service}:*"));
        self.reasons.push(reason.into());
        self
    }

    /// What it may be done to, by ARN. Adds to those before.
    pub fn resources<R: IntoValue<String>>(mut self, arns: impl IntoIterator<Item = R>) -> Self {
        self.resources
            .extend(arns.into_iter().map(IntoValue::into_value));
        self
    }

    /// Whatever the actions can be done to, and why.
    pub fn all_resources(mut self, reason: impl Into<String>) -> Self {
        self.resources.push("*".into_value());
        self.reasons.push(reason.into());
        self
    }

    /// What must be true of the request, such as `StringEquals`, `aws:SourceAccount`, a value.
    /// Default: nothing.
    pub fn condition(
        mut self,
        operator: &'static str,
        key: &'static str,
        value: impl Into<Expr>,
    ) -> Self {
        if self.conditions.get(operator).is_none() {
            self.conditions.set(operator, Properties::new());
        }
        if let Some(Expr::Map(keys)) = self.conditions.get_mut(operator) {
            keys.set(key, value);
        }
        self
    }

    /// Why it speaks of more than it names.
    pub(super) fn reasons(&self) -> &[String] {
        &self.reasons
    }

    /// What is wrong with it in a policy of a role, if anything is.
    pub(super) fn flaw_for_identities(&self) -> Option<String> {
        if let Some(reason) = self.flaw() {
            return Some(reason);
        }
        if self.resources.is_empty() {
            return Some("must have a statement's resources, got none".to_owned());
        }
        (!self.principals.is_empty())
            .then(|| "must leave out principals: the role itself is meant".to_owned())
    }

    /// What is wrong with it in the policy of what it speaks of, if anything is.
    pub(super) fn flaw_for_resources(&self) -> Option<String> {
        let flaw = self.flaw();
        flaw.or_else(|| {
            let is_about_nobody = self.principals.is_empty();
            is_about_nobody.then(|| "must have a statement's principal, got none".to_owned())
        })
    }

    /// What is wrong with it, if anything is.
    fn flaw(&self) -> Option<String> {
        if self.actions.is_empty() {
            return Some("must have a statement's actions, got none".to_owned());
        }
        let is_plain = |sid: &String| sid.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if let Some(sid) = self.sid.as_ref().filter(|sid| !is_plain(sid)) {
            return Some(format!("must have letters and digits as a sid, got {sid:?}"));
        }
        if self.reasons.iter().any(|reason| reason.trim().is_empty()) {
            return Some("must say why it speaks of more than it names, got nothing".to_owned());
        }
        let all_actions = self.actions.iter().find(|action| action.ends_with('*'));
        let all_resources = self
            .resources
            .iter()
            .any(|arn| arn.as_literal() == Some("*"));
        let denies = self.effect == Effect::Deny;
        if denies || !self.reasons.is_empty() {
            return None;
        }
        if let Some(action) = all_actions {
            return Some(format!("must say why it allows {action:?}: use `all_actions_of`"));
        }
        if all_resources {
            return Some("must say why it allows all resources: use `all_resources`".to_owned());
        }
        if self.conditions.is_empty() && self.principals.iter().any(Principal::is_anyone) {
            return Some("must not allow everybody without a condition".to_owned());
        }
        None
    }

    /// The statement as policies write it.
    pub(super) fn properties(&self) -> Properties {
        let mut statement = Properties::new();
        if let Some(sid) = &self.sid {
            statement.set("Sid", sid.clone());
        }
        statement.set("Effect", if self.effect == Effect::Allow { "Allow" } else { "Deny" });
        if let Some(principal) = principals(&self.principals) {
            statement.set("Principal", principal);
        }
        statement.set("Action", one_or_many(self.actions.iter().cloned().map(Expr::from)));
        if !self.resources.is_empty() {
            let resources = self.resources.iter().map(|arn| arn.expr().clone());
            statement.set("Resource", one_or_many(resources));
        }
        if !self.conditions.is_empty() {
            statement.set("Condition", self.conditions.clone());
        }
        statement
    }
}

fn principals(principals: &[Principal]) -> Option<Expr> {
    if principals.is_empty() {
        return None;
    }
    if principals.iter().any(Principal::is_anyone) {
        return Some("*".into());
    }
    let mut kinds = Properties::new();
    for kind in ["AWS", "Federated", "Service"] {
        let same = principals
            .iter()
            .filter(|principal| principal.kind() == kind);
        let same: Vec<Expr> = same.map(Principal::expr).collect();
        if !same.is_empty() {
            kinds.set(kind, one_or_many(same.into_iter()));
        }
    }
    Some(kinds.into())
}
