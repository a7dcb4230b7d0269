//! Keys of your own.

use crate::{
    Result,
    aws::iam::{PolicyDocument, PolicyStatement, Principal},
    cfn::{ids::kms::KeyArn, kms as cfn},
    name::NodeId,
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{Duration, IntoValue, Json, Value},
};

/// A symmetric key that encrypts data of your account.
///
/// It rotates every year and stays when its stack goes, since what it has encrypted can't be read
/// without it. The IAM policies of the account say who may use it, and
/// [`grant_encrypt_decrypt`](Self::grant_encrypt_decrypt) and its like write them; services need a
/// statement of their own.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let key = Key::builder("Data").description("encrypts what customers send").build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $1 a month. CloudFormation: [`AWS::KMS::Key`](cfn::Key)
#[derive(Debug, Clone, Copy)]
pub struct Key {
    node: NodeId,
    resource: Ref<cfn::Key>,
}

/// Builds a [`Key`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct KeyBuilder {
    id: String,
    description: Option<String>,
    alias: Option<String>,
    pending_window: Duration,
    statements: Vec<PolicyStatement>,
}

/// Why the statements of a key's policy have `*` as their resource.
pub(super) const OF_ITS_OWN_KEY: &str = "a key policy speaks of its own key";

impl Key {
    /// Starts a key.
    pub fn builder(id: impl Into<String>) -> KeyBuilder {
        let root = PolicyStatement::allow()
            .sid("AccountAccess")
            .principal(Principal::account_root())
            .all_actions_of("kms", "without it nobody could ever change the key again")
            .all_resources(OF_ITS_OWN_KEY);
        KeyBuilder {
            id: id.into(),
            description: None,
            alias: None,
            pending_window: Duration::days(30),
            statements: vec![root],
        }
    }

    /// The ARN of the key.
    #[must_use]
    pub fn arn(self) -> Value<KeyArn> {
        self.resource.arn()
    }

    pub(super) fn node(self) -> NodeId {
        self.node
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Key> {
        self.resource
    }
}

impl KeyBuilder {
    /// What the key is for, at most 8,192 characters. Default: its path.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// A name for the key after `alias/`, unique in its account and region. Default: none.
    pub fn alias(mut self, alias: impl Into<String>) -> Self {
        self.alias = Some(alias.into());
        self
    }

    /// How long a deleted key can be brought back, 7 to 30 days. Default: 30 days.
    pub fn pending_window(mut self, window: Duration) -> Self {
        self.pending_window = window;
        self
    }

    /// Something that a service or another account may do with the key. Adds to those before;
    /// default: the account alone.
    pub fn statement(mut self, statement: PolicyStatement) -> Self {
        self.statements
            .push(statement.all_resources(OF_ITS_OWN_KEY));
        self
    }

    /// Lets CloudWatch Logs encrypt log groups of the account with it. Default: no.
    pub fn for_cloudwatch_logs(self) -> Self {
        use crate::value;
        let service = value::concat([
            "logs.".into_value(),
            value::region(),
            ".".into_value(),
            value::url_suffix(),
        ]);
        let log_groups = value::concat([
            "arn:".into_value(),
            value::partition(),
            ":logs:".into_value(),
            value::region(),
            ":".into_value(),
            value::account_id(),
            ":log-group:*".into_value(),
        ]);
        self.statement(
            PolicyStatement::allow()
                .sid("CloudWatchLogs")
                .principal(Principal::service(service))
                .actions([
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:Encrypt",
                    "kms:GenerateDataKey",
                    "kms:GenerateDataKeyWithoutPlaintext",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo",
                ])
                .condition("ArnLike", "kms:EncryptionContext:aws:logs:arn", log_groups),
        )
    }

    /// Adds the key to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Key> {
        let mut scope = scope.child(&self.id)?;
        let Some(days @ 7..=30) = self.pending_window.as_days() else {
            let reason = format!("must be 7 to 30 whole days, got {}", self.pending_window);
            return Err(scope.invalid("pending_window", reason));
        };
        let policy = PolicyDocument::new(self.statements);
        if let Some(reason) = policy.flaw_for_resources() {
            return Err(scope.invalid("statement", reason));
        }
        let reasons = policy.reasons();
        let policy: Value<Json> = policy.into_value();
        let resource = cfn::Key::new()
            .description(self.description.unwrap_or_else(|| scope.path().to_string()))
            .enable_key_rotation(true)
            .pending_window_in_days(i64::try_from(days).unwrap_or(30))
            .key_policy(policy)
            .add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain)
            .metadata("WildcardReasons", reasons);
        let key = Key { node: scope.node(), resource };
        if let Some(alias) = self.alias {
            let name: Value<String> = format!("alias/{alias}").into_value();
            let mut scope = scope.child("Alias")?;
            cfn::Alias::new(name.cast(), resource.arn()).add("Resource", &mut scope)?;
        }
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        insta::assert_snapshot!(testing::synth(|stack| Key::builder("Data").build(stack)).yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            Key::builder("Data")
                .description("encrypts what customers send")
                .alias("data")
                .pending_window(Duration::days(7))
                .for_cloudwatch_logs()
                .statement(
                    PolicyStatement::allow()
                        .principal(Principal::arn("arn:aws:iam::111122223333:role/reader"))
                        .actions(["kms:Decrypt"]),
                )
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_a_window_that_kms_refuses() {
        let error = testing::reject(|stack| {
            Key::builder("Data")
                .pending_window(Duration::days(31))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`pending_window` of `Test/Data` must be 7 to 30 whole days, got 31 days");
    }

    #[test]
    fn rejects_a_statement_about_nobody() {
        let error = testing::reject(|stack| {
            Key::builder("Data")
                .statement(PolicyStatement::allow().actions(["kms:Decrypt"]))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`statement` of `Test/Data` must have a statement's principal, got none");
    }

    #[test]
    fn rejects_a_statement_without_actions() {
        let error = testing::reject(|stack| {
            Key::builder("Data")
                .statement(PolicyStatement::allow())
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`statement` of `Test/Data` must have a statement's actions, got none");
    }
}
