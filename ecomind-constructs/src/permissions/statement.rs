//! What a role is allowed.

use serde_json::{Map, Value, json};

/// Everything that a role is allowed, and what there is to know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permissions {
    /// What is allowed, in order.
    pub statements: Vec<Statement>,
    /// Why some statements are for any resource.
    pub wide: Vec<Wide>,
    /// Types of which AWS does not say what CloudFormation calls for them. Nothing is allowed for
    /// them: their deployment fails until somebody adds it.
    pub silent: Vec<String>,
    /// Actions that a schema names although there are none of that form, such as
    /// `s3:REST.PUT.OBJECT`. They are left out.
    pub malformed: Vec<String>,
}

/// One statement of a policy that allows something.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statement {
    /// Its name in the policy.
    pub sid: String,
    /// Actions, in alphabetical order.
    pub actions: Vec<String>,
    /// ARNs, which may end in `*`, or `*` alone.
    pub resources: Vec<String>,
    /// A condition that a key equals a text.
    pub only_if: Option<(&'static str, String)>,
}

/// Why actions are allowed on any resource.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wide {
    /// The statement.
    pub sid: String,
    /// The types whose schemas name the actions.
    pub types: Vec<String>,
    /// Why there is nothing narrower.
    pub reason: &'static str,
}

impl Statement {
    pub(super) fn new(
        sid: impl Into<String>,
        actions: Vec<String>,
        resources: Vec<String>,
    ) -> Self {
        Self { sid: sid.into(), actions, resources, only_if: None }
    }

    /// The statement as it stands in a policy.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut statement = json!({
            "Sid": self.sid,
            "Effect": "Allow",
            "Action": one_or_all(&self.actions),
            "Resource": one_or_all(&self.resources),
        });
        if let Some((key, value)) = &self.only_if {
            let condition = Map::from_iter([((*key).to_owned(), Value::from(value.as_str()))]);
            statement["Condition"] = json!({"StringEquals": condition});
        }
        statement
    }
}

/// IAM takes a text in place of a list of one, and it is shorter.
fn one_or_all(texts: &[String]) -> Value {
    match texts {
        [only] => Value::from(only.as_str()),
        all => Value::from(all),
    }
}
