//! Vaults.

use crate::{
    Result,
    aws::kms::Key,
    cfn::{
        backup as cfn,
        ids::backup::{BackupVaultArn, BackupVaultName},
    },
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::Value,
};

use super::{VaultLock, unique_name::unique_name};

/// Where backups are kept.
///
/// They are encrypted with a key of the vault's own, and the vault stays when its stack goes. Its
/// name is made of its path and its stack. Another key or another path mean another vault.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let vault = BackupVault::builder("Vault")
///     .lock(VaultLock::governance(Duration::days(7)))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// Its key costs $1 a month. CloudFormation: [`AWS::Backup::BackupVault`](cfn::BackupVault)
#[derive(Debug, Clone, Copy)]
pub struct BackupVault {
    resource: Ref<cfn::BackupVault>,
    lock: Option<VaultLock>,
}

/// Builds a [`BackupVault`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct BackupVaultBuilder {
    id: String,
    encryption_key: Option<Key>,
    lock: Option<VaultLock>,
}

impl BackupVault {
    /// Starts a vault.
    pub fn builder(id: impl Into<String>) -> BackupVaultBuilder {
        BackupVaultBuilder { id: id.into(), encryption_key: None, lock: None }
    }

    /// The ARN of the vault, which copies to it ask for.
    #[must_use]
    pub fn arn(self) -> Value<BackupVaultArn> {
        self.resource.backup_vault_arn()
    }

    /// The name of the vault.
    #[must_use]
    pub fn name(self) -> Value<BackupVaultName> {
        self.resource.backup_vault_name()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::BackupVault> {
        self.resource
    }

    pub(super) fn lock(self) -> Option<VaultLock> {
        self.lock
    }
}

impl BackupVaultBuilder {
    /// The key that encrypts backups; changing it replaces the vault. Default: a new one.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// How long nobody can delete its backups. Default: whoever may, can at once.
    pub fn lock(mut self, lock: VaultLock) -> Self {
        self.lock = Some(lock);
        self
    }

    /// Adds the vault to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<BackupVault> {
        let mut scope = scope.child(&self.id)?;
        let lock = match self.lock.map(VaultLock::value).transpose() {
            Ok(lock) => lock,
            Err(reason) => return Err(scope.invalid("lock", reason)),
        };
        let key = match self.encryption_key {
            Some(key) => key,
            None => Key::builder("Key").build(&mut scope)?,
        };
        let mut vault =
            cfn::BackupVault::new(unique_name(&scope, '-')).encryption_key_arn(key.arn());
        if let Some(lock) = lock {
            vault = vault.lock_configuration(lock);
        }
        let resource = vault.add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain);
        Ok(BackupVault { resource, lock: self.lock })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| BackupVault::builder("Vault").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let lock = VaultLock::compliance(Duration::days(7), Duration::days(3));
            BackupVault::builder("Vault")
                .encryption_key(&key)
                .lock(lock.longest(Duration::days(365)))
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_locks_that_the_service_refuses() {
        let refusal = |lock: VaultLock| {
            testing::reject(|stack| BackupVault::builder("Vault").lock(lock).build(stack))
                .to_string()
        };
        let week = Duration::days(7);
        insta::assert_snapshot!(refusal(VaultLock::governance(Duration::hours(30))), @"`lock` of `Test/Vault` must count in whole days, 1 to 36500, got 30 hours");
        insta::assert_snapshot!(refusal(VaultLock::governance(week).longest(Duration::days(6))), @"`lock` of `Test/Vault` must have a longest of 7 days or more, got 6 days");
        insta::assert_snapshot!(refusal(VaultLock::compliance(week, Duration::days(2))), @"`lock` of `Test/Vault` must leave 3 days or more to change it, got 2 days");
    }
}
