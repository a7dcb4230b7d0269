//! Secrets that containers are given.

use crate::{
    aws::{iam::PolicyStatement, kms::Key, secretsmanager::Secret},
    cfn::ids::secretsmanager::SecretArn,
    value::{self, IntoValue, Value},
};

/// A secret of Secrets Manager, or one field of it, that a container gets as a variable.
///
/// The template and the task definition hold the ARN only. ECS reads the secret when it starts
/// the task, which has to be started again after a rotation.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let orders = Secret::builder("Orders").username("orders").build(stack)?;
/// let password = ContainerSecret::from_secret(&orders).json_field("password");
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [secrets of containers](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html)
#[derive(Debug, Clone)]
#[must_use = "is given to nobody until a container has it"]
pub struct ContainerSecret {
    pub(crate) arn: Value<SecretArn>,
    pub(crate) json_field: Option<String>,
    encryption_key: Option<Key>,
}

impl ContainerSecret {
    /// The whole of a secret of the app.
    pub fn from_secret(secret: &Secret) -> Self {
        let encryption_key = secret.encryption_key();
        Self { arn: secret.arn(), json_field: None, encryption_key }
    }

    /// The whole of a secret that exists outside of the app, by its ARN with the six
    /// characters at the end; or by that of an attachment, where it is to be waited for.
    pub fn from_arn(arn: impl IntoValue<SecretArn>) -> Self {
        Self { arn: arn.into_value(), json_field: None, encryption_key: None }
    }

    /// The field of the secret's JSON that is meant. Default: all of it, as text.
    pub fn json_field(mut self, field: impl Into<String>) -> Self {
        self.json_field = Some(field.into());
        self
    }

    /// The key that the secret is encrypted with. Default: that of Secrets Manager.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// What stands in the task definition, or what is wrong with it.
    pub(super) fn value_from(&self) -> Result<Value<String>, String> {
        let arn: Value<String> = self.arn.clone().into_value();
        match &self.json_field {
            None => Ok(arn),
            Some(field) if field.is_empty() || field.contains(':') => {
                Err(format!("must name a field without colons, got {field:?}"))
            }
            Some(field) => Ok(value::concat([arn, format!(":{field}::").into_value()])),
        }
    }

    /// What it takes to read it.
    pub(in crate::aws) fn statements(&self) -> Vec<PolicyStatement> {
        let arn: Value<String> = self.arn.clone().into_value();
        let mut statements = vec![
            PolicyStatement::allow()
                .actions(["secretsmanager:GetSecretValue"])
                .resources([arn]),
        ];
        if let Some(key) = self.encryption_key {
            let service = value::concat([
                "secretsmanager.".into_value(),
                value::region(),
                ".".into_value(),
                value::url_suffix(),
            ]);
            statements.push(
                PolicyStatement::allow()
                    .actions(["kms:Decrypt"])
                    .resources([key.arn()])
                    .condition("StringEquals", "kms:ViaService", service),
            );
        }
        statements
    }
}
