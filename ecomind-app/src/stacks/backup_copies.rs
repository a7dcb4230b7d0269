//! Backup copies: what receives them, for the day on which the region that sends them is lost.

use ecomind_constructs::prelude::*;

pub use crate::environment::CopyVault;

use super::guardrails::LOCKED;

/// What this stack is called.
pub const ID: &str = CopyVault::STACK;

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
        .add(CopyVault::KEY, stack)?;
    Output::new(vault.arn())
        .description("where copies of backups go")
        .add(CopyVault::VAULT, stack)?;
    Ok(())
}
