//! Log groups.

use crate::{
    Result,
    aws::{
        iam::{Grantee, PolicyStatement},
        kms::Key,
    },
    cfn::{
        ids::logs::{LogGroupArn, LogGroupName},
        logs as cfn,
    },
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::Value,
};

use super::Retention;

/// Where log lines go.
///
/// Lines are kept for three months, and the group stays when its stack goes.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let log = LogGroup::builder("Requests").retention(Retention::OneYear).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::Logs::LogGroup`](cfn::LogGroup)
#[derive(Debug, Clone, Copy)]
pub struct LogGroup {
    resource: Ref<cfn::LogGroup>,
}

/// Builds a [`LogGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct LogGroupBuilder {
    id: String,
    name: Option<String>,
    retention: Retention,
    encryption_key: Option<Key>,
}

impl LogGroup {
    /// Starts a log group.
    pub fn builder(id: impl Into<String>) -> LogGroupBuilder {
        LogGroupBuilder {
            id: id.into(),
            name: None,
            retention: Retention::ThreeMonths,
            encryption_key: None,
        }
    }

    /// The ARN of the group, which ends with `:*` and so means its streams too.
    #[must_use]
    pub fn arn(self) -> Value<LogGroupArn> {
        self.resource.arn()
    }

    /// The name of the group.
    #[must_use]
    pub fn name(self) -> Value<LogGroupName> {
        self.resource.reference()
    }

    /// Lets `grantee` write lines, in streams that it makes itself.
    ///
    /// The key is not part of it: CloudWatch Logs encrypts on its own account.
    #[track_caller]
    pub fn grant_write(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        let write = PolicyStatement::allow()
            .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
            .resources([self.arn()]);
        grantee.grant(write, scope)
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::LogGroup> {
        self.resource
    }
}

impl LogGroupBuilder {
    /// The name that a service writes to, whether the group is there or not, 1 to 512 letters,
    /// digits and `_-/.#`. Default: a name that AWS makes.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// How long lines are kept. Default: [`Retention::ThreeMonths`].
    pub fn retention(mut self, retention: Retention) -> Self {
        self.retention = retention;
        self
    }

    /// A key that was built [for CloudWatch Logs](crate::aws::kms::KeyBuilder::for_cloudwatch_logs).
    /// Default: a key that AWS owns.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// Adds the group to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<LogGroup> {
        let mut scope = scope.child(&self.id)?;
        let mut group = cfn::LogGroup::new().retention_in_days(self.retention.days());
        if let Some(name) = self.name {
            let plain = |c: char| c.is_ascii_alphanumeric() || "_-/.#".contains(c);
            if name.is_empty() || 512 < name.len() || !name.chars().all(plain) {
                let reason = format!("must be 1 to 512 letters, digits and `_-/.#`, got {name:?}");
                return Err(scope.invalid("name", reason));
            }
            group = group.log_group_name(name);
        }
        if let Some(key) = self.encryption_key {
            group = group.kms_key_id(key.resource());
        }
        let resource = group.add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain);
        Ok(LogGroup { resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| LogGroup::builder("Requests").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").for_cloudwatch_logs().build(stack)?;
            LogGroup::builder("Requests")
                .retention(Retention::TenYears)
                .encryption_key(&key)
                .build(stack)
        });
        template.assert_has(
            "AWS::Logs::LogGroup",
            r#"{"RetentionInDays": 3653, "KmsKeyId": {"Fn::GetAtt": ["Key961B73FD", "Arn"]}}"#,
        );
    }

    #[test]
    fn rejects_names_that_cloudwatch_refuses() {
        let error = testing::reject(|stack| LogGroup::builder("Requests").name("a b").build(stack));
        insta::assert_snapshot!(error, @r#"`name` of `Test/Requests` must be 1 to 512 letters, digits and `_-/.#`, got "a b""#);
    }

    #[test]
    fn a_writer_may_make_streams_and_write_to_them() {
        let template = testing::synth(|stack| {
            let writer =
                Role::builder("Writer", Principal::service("ec2.amazonaws.com")).build(stack)?;
            LogGroup::builder("Requests")
                .build(stack)?
                .grant_write(&writer, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }
}
