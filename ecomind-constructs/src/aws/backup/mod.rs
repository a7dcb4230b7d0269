//! Backup: copies of data that outlive it, and the proof that they can be restored.

mod backup_plan;
mod backup_rule;
mod backup_schedule;
mod backup_selection;
mod backup_vault;
mod restore_testing_plan;
mod unique_name;
mod vault_lock;

pub use self::{
    backup_plan::{BackupPlan, BackupPlanBuilder},
    backup_rule::BackupRule,
    backup_schedule::BackupSchedule,
    backup_selection::BackupSelection,
    backup_vault::{BackupVault, BackupVaultBuilder},
    restore_testing_plan::{RestoreTestingPlan, RestoreTestingPlanBuilder},
    vault_lock::VaultLock,
};
