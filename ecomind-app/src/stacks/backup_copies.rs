//! Backup copies: what stands ready in the second region, for the day on which the first is gone.

use ecomind_constructs::prelude::*;

use crate::environment::BackupCopies;

/// What other stacks may use.
#[derive(Debug, Clone, Copy)]
pub struct CopyVault {
    /// The choice that it was made for.
    pub plan: BackupCopies,
    /// What encrypts copies, those of the database's own backups too.
    pub key: Key,
    /// Where copies are kept.
    pub vault: BackupVault,
}

/// Adds the vault to `stack`, which is in the second region.
pub fn define(stack: &mut Scope<'_>, plan: BackupCopies) -> Result<CopyVault> {
    let key = Key::builder("Key")
        .description("encrypts the copies of EcoMind's backups")
        .build(stack)?;
    let vault = BackupVault::builder("Vault")
        .encryption_key(&key)
        .lock(VaultLock::governance(plan.locked))
        .build(stack)?;
    Ok(CopyVault { plan, key, vault })
}
