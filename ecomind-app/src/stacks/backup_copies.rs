//! Backup copies: what receives them, for the day on which the region that sends them is lost.

use ecomind_constructs::{
    cfn::ids::{backup::BackupVaultArn, kms::KeyArn},
    prelude::*,
};

use crate::environment::Standby;

use super::guardrails::LOCKED;

/// What this stack is called.
pub const ID: &str = "BackupCopies";

const KEY: &str = "KeyArn";
const VAULT: &str = "VaultArn";

/// Where an environment sends copies of its backups to.
#[derive(Debug, Clone)]
pub struct CopyVault {
    /// The environment that has them.
    pub standby: Standby,
    /// What encrypts copies of the database's own backups.
    pub key: Value<KeyArn>,
    /// Where copies of the others are kept.
    pub vault: Value<BackupVaultArn>,
}

impl CopyVault {
    /// That of the environment that stands by.
    pub fn of(standby: Standby) -> Self {
        Self { standby, key: standby.output(ID, KEY), vault: standby.output(ID, VAULT) }
    }
}

/// Adds a key and a vault to `stack`, and shows them to the environment that sends copies.
pub fn define(stack: &mut Scope<'_>) -> Result<()> {
    let key = Key::builder("Key")
        .description("encrypts the copies of EcoMind's backups")
        .build(stack)?;
    let vault = BackupVault::builder("Vault")
        .encryption_key(&key)
        .lock(VaultLock::governance(LOCKED))
        .build(stack)?;
    Output::new(key.arn())
        .description("what encrypts replicated backups of the database")
        .add(KEY, stack)?;
    Output::new(vault.arn())
        .description("where copies of backups go")
        .add(VAULT, stack)?;
    Ok(())
}
