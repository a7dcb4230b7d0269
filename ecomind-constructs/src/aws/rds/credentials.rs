//! The password of the master user.

use crate::{
    NodeId, Result,
    aws::kms::Key,
    cfn::{rds, secretsmanager as cfn},
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{SecretValue, SecretsManagerReference},
};

/// Who makes the password of a database's master user, and renews it.
///
/// Either way nobody sees it: it is in a secret of Secrets Manager with the keys `username` and
/// `password`. What a container gets from the secret when it starts is out of date after the next
/// rotation, so a service does better to log in by IAM
/// ([`grant_connect`](super::DatabaseInstance::grant_connect)), or to read the secret
/// whenever it connects.
///
/// AWS: [password management](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// RDS does, and rotates it every seven days. Such a database has no read replicas and no
    /// blue/green deployments.
    Managed,
    /// Secrets Manager does, once; it is rotated when you add a rotation to the secret. The secret
    /// also has the keys `host`, `port`, `dbname` and `engine`.
    Generated,
}

/// The secret of [`Credentials::Generated`].
#[derive(Clone, Copy)]
pub(super) struct GeneratedSecret {
    secret: Ref<cfn::Secret>,
    node: NodeId,
}

/// The characters that RDS refuses in a password, or that a URL or a shell would read.
const EXCLUDED: &str = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

/// Adds `Secret` to `scope`: the name of the user and a password for it.
pub(super) fn add_secret(
    master_username: &str,
    key: Option<Key>,
    scope: &mut Scope<'_>,
) -> Result<GeneratedSecret> {
    let description = format!("{}: password of {master_username}", scope.path().as_str());
    let mut scope = scope.child("Secret")?;
    let generated = cfn::SecretGenerateSecretString::new()
        .secret_string_template(format!(r#"{{"username":"{master_username}"}}"#))
        .generate_string_key("password")
        .password_length(30)
        .exclude_characters(EXCLUDED);
    let mut secret = cfn::Secret::new()
        .description(description)
        .generate_secret_string(generated);
    if let Some(key) = key {
        secret = secret.kms_key_id(key.arn().cast::<crate::cfn::ids::kms::KeyId>());
    }
    let secret = secret.add("Resource", &mut scope)?;
    scope
        .options(secret)?
        .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
        .update_replace_policy(UpdateReplacePolicy::Retain);
    Ok(GeneratedSecret { secret, node: scope.node() })
}

impl GeneratedSecret {
    /// The password, for the instance alone: whoever else wants it waits for the attachment.
    pub(super) fn password(self) -> SecretValue {
        SecretsManagerReference::new(self.secret.reference())
            .json_key("password")
            .value()
    }

    /// Adds `Attachment` below the secret, which writes into it where its database is.
    pub(super) fn attach(
        self,
        instance: Ref<rds::DbInstance>,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<cfn::SecretTargetAttachment>> {
        let arguments = cfn::SecretTargetAttachmentArgs {
            secret_id: self.secret.reference(),
            target_id: instance.reference(),
            target_type: "AWS::RDS::DBInstance",
        };
        let mut scope = scope.at(self.node)?;
        let mut scope = scope.child("Attachment")?;
        cfn::SecretTargetAttachment::new(arguments).add("Resource", &mut scope)
    }
}

/// What is wrong with a name for the master user, if anything is.
pub(super) fn username_flaw(name: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let starts_with_letter = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if !starts_with_letter || 63 < name.len() || !name.bytes().all(is_plain) {
        return Some(format!(
            "must be 1 to 63 letters, digits and underscores, a letter first, got {name:?}"
        ));
    }
    let lower = name.to_ascii_lowercase();
    let reserved = ["admin", "rdsadmin", "rdsrepladmin", "rdstopmgr", "user", "public", "none"];
    let is_taken =
        reserved.contains(&lower.as_str()) || lower.starts_with("pg_") || lower.starts_with("rds_");
    is_taken.then(|| format!("must not be a name that PostgreSQL or RDS keeps, got {name:?}"))
}

/// What is wrong with a name for a database, if anything is.
pub(super) fn database_name_flaw(name: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_fine = starts_well && name.len() <= 63 && name.bytes().all(is_plain);
    (!is_fine).then(|| {
        format!("must be 1 to 63 letters, digits and underscores, no digit first, got {name:?}")
    })
}
