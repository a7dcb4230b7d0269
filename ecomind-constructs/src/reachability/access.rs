//! Who may do what.

use std::fmt;

use serde_json::Value;

use super::{
    Key,
    policy::{Policy, Says, texts},
};
use crate::template::{Resource, Stacks};

/// Everybody who may do something to a resource, as far as the templates say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Access {
    /// Who is allowed, in the order of the templates.
    pub grants: Vec<Grant>,
    /// What a statement that denies requires of all of them.
    pub unless: Vec<String>,
    /// What can't be told, and where.
    pub unknown: Vec<String>,
}

/// Somebody who is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grant {
    /// The construct of a role, or what stands in a policy, such as `logs.amazonaws.com`; `*` is
    /// anybody.
    pub who: String,
    /// The construct of the policy.
    pub by: String,
    /// Under which conditions; none for always.
    pub conditions: Vec<String>,
}

impl Access {
    /// Who may, each once and in alphabetical order, under whatever conditions.
    #[must_use]
    pub fn who(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.grants.iter().map(|grant| grant.who.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Those who may and those who may not be told.
    pub(super) fn of(stacks: &Stacks, action: &str, resource: &Key) -> Self {
        let mut access = Self::default();
        let mut denied = Vec::new();
        let is_key = stacks
            .resource(resource.0, &resource.1)
            .is_some_and(|it| it.type_name == "AWS::KMS::Key");
        let question = Question { stacks, action, resource };
        for (stack, it) in stacks.resources() {
            question.of_identity(stack, it, &mut access, &mut denied);
        }
        if is_key && !question.key_trusts_policies() {
            // A key hears policies of roles only if its own policy says so.
            access.grants.clear();
        }
        for (stack, it) in stacks.resources() {
            question.of_resource(stack, it, &mut access, &mut denied);
        }
        access
            .grants
            .retain(|grant| !denied.contains(&grant.who) && !denied.contains(&"*".to_owned()));
        access
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for grant in &self.grants {
            write!(f, "{} by `{}`", grant.who, grant.by)?;
            if !grant.conditions.is_empty() {
                write!(f, " if {}", grant.conditions.join(" and "))?;
            }
            writeln!(f)?;
        }
        self.unless
            .iter()
            .try_for_each(|it| writeln!(f, "nobody if {it}"))?;
        self.unknown
            .iter()
            .try_for_each(|it| writeln!(f, "unknown: {it}"))
    }
}

struct Question<'a> {
    stacks: &'a Stacks,
    action: &'a str,
    resource: &'a Key,
}

impl Question<'_> {
    /// Policies of roles.
    fn of_identity(
        &self,
        stack: usize,
        it: Resource<'_>,
        access: &mut Access,
        denied: &mut Vec<String>,
    ) {
        match it.type_name {
            "AWS::IAM::Role" => {
                let who = [self.name(stack, it.logical_id)];
                let inline = it.property("Policies").and_then(Value::as_array);
                for policy in inline.into_iter().flatten() {
                    self.judge(stack, it, policy.get("PolicyDocument"), &who, access, denied);
                }
                let managed = it.property("ManagedPolicyArns").and_then(Value::as_array);
                for arn in managed.into_iter().flatten() {
                    match self
                        .stacks
                        .target(stack, arn)
                        .and_then(|(at, id)| Some((at, self.stacks.resource(at, id)?)))
                    {
                        Some((at, policy)) => {
                            let document = policy.property("PolicyDocument");
                            self.judge(at, policy, document, &who, access, denied);
                        }
                        None => access.unknown.push(format!(
                            "`{}` has a managed policy that is not in the app: {arn}",
                            who[0]
                        )),
                    }
                }
            }
            "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" => {
                let roles = it
                    .property("Roles")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten();
                let who: Vec<_> = roles
                    .map(|role| match self.stacks.target(stack, role) {
                        Some((at, id)) => self.name(at, id),
                        None => role.to_string(),
                    })
                    .collect();
                self.judge(stack, it, it.property("PolicyDocument"), &who, access, denied);
            }
            _ => {}
        }
    }

    /// Policies of the resource itself.
    fn of_resource(
        &self,
        stack: usize,
        it: Resource<'_>,
        access: &mut Access,
        denied: &mut Vec<String>,
    ) {
        let own = (stack, it.logical_id) == (self.resource.0, self.resource.1.as_str());
        let (ends, document) = match it.type_name {
            "AWS::KMS::Key" if own => (None, it.property("KeyPolicy")),
            "AWS::ECR::Repository" if own => (None, it.property("RepositoryPolicyText")),
            "AWS::S3::BucketPolicy" => (it.property("Bucket"), it.property("PolicyDocument")),
            "AWS::SQS::QueuePolicy" => (it.property("Queues"), it.property("PolicyDocument")),
            "AWS::SNS::TopicPolicy" => (it.property("Topics"), it.property("PolicyDocument")),
            "AWS::SecretsManager::ResourcePolicy" => {
                (it.property("SecretId"), it.property("ResourcePolicy"))
            }
            _ => return,
        };
        let is_of = |value: &Value| {
            let target = self.stacks.target(stack, value);
            target == Some((self.resource.0, self.resource.1.as_str()))
        };
        let is_here = match ends {
            None => own,
            Some(Value::Array(all)) => all.iter().any(is_of),
            Some(one) => is_of(one),
        };
        if is_here {
            self.judge(stack, it, document, &[], access, denied);
        }
    }

    /// What each statement of a policy says about `who`, or about its principals.
    fn judge(
        &self,
        stack: usize,
        it: Resource<'_>,
        document: Option<&Value>,
        who: &[String],
        access: &mut Access,
        denied: &mut Vec<String>,
    ) {
        let Some(document) = document else { return };
        let policy = Policy { stacks: self.stacks, stack, document };
        let by = self.name(stack, it.logical_id);
        for statement in policy.statements() {
            let names =
                if who.is_empty() { self.principals(stack, statement) } else { who.to_vec() };
            match policy.says(statement, self.action, self.resource) {
                Says::Nothing => {}
                Says::Unknown(why) => access.unknown.push(format!("`{by}`: {why}")),
                Says::Allows(conditions) => {
                    access.grants.extend(names.into_iter().map(|who| Grant {
                        who,
                        by: by.clone(),
                        conditions: conditions.clone(),
                    }));
                }
                Says::Denies(conditions) if conditions.is_empty() => denied.extend(names),
                Says::Denies(conditions) => access.unless.push(conditions.join(" and ")),
            }
        }
    }

    fn principals(&self, stack: usize, statement: &Value) -> Vec<String> {
        let named = |value: &Value| match self.stacks.target(stack, value) {
            Some((at, id)) => self.name(at, id),
            None => match value {
                Value::String(text) => text.clone(),
                other if is_root(other) => "the account".to_owned(),
                other => other.to_string(),
            },
        };
        match statement.get("Principal") {
            Some(Value::Object(kinds)) => kinds
                .values()
                .flat_map(|value| match value {
                    Value::Array(all) => all.iter().map(named).collect(),
                    one => vec![named(one)],
                })
                .collect(),
            Some(one) => vec![named(one)],
            None => Vec::new(),
        }
    }

    /// Whether the policy of a key lets the account's own policies decide.
    fn key_trusts_policies(&self) -> bool {
        let Some(key) = self.stacks.resource(self.resource.0, &self.resource.1) else {
            return true;
        };
        let Some(document) = key.property("KeyPolicy") else { return true };
        let policy = Policy { stacks: self.stacks, stack: self.resource.0, document };
        policy.statements().into_iter().any(|statement| {
            let actions = texts(statement.get("Action"));
            statement.get("Effect").and_then(Value::as_str) == Some("Allow")
                && actions
                    .iter()
                    .any(|it| super::policy::is_like(it, self.action))
                && statement.pointer("/Principal/AWS").is_some_and(is_root)
        })
    }

    fn name(&self, stack: usize, id: &str) -> String {
        let path = self.stacks.all()[stack].path(id);
        path.strip_suffix("/Resource")
            .map_or(path.clone(), str::to_owned)
    }
}

/// Whether a principal is an account: `arn:…:root`, in one piece or joined.
fn is_root(value: &Value) -> bool {
    match value {
        Value::String(text) => text.ends_with(":root"),
        Value::Array(all) => all.iter().any(is_root),
        Value::Object(map) => map.values().any(is_root),
        _ => false,
    }
}
