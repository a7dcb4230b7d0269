//! Backups beside those that databases make of themselves: in a vault of their own, from where
//! copies go to the second region.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

use super::Needs;

/// Adds the vault, the plan and the tests that backups can be restored to `scope`.
pub(super) fn define(scope: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<()> {
    let vault = BackupVault::builder("Vault").build(scope)?;
    let mut daily =
        BackupRule::new("Daily", BackupSchedule::daily(3)).delete_after(env.backups_kept);
    if let Some(copies) = needs.copies {
        daily = daily.copy_to(copies.vault.arn(), copies.plan.kept);
    }
    // The volume is backed up here too, since its own snapshots stay in its region.
    let (database, kind): (Value<String>, _) = match &needs.database.server {
        PostgresDatabase::Rds(instance) => (instance.arn().cast(), "RDS"),
        PostgresDatabase::TimescaleDb(database) => (database.volume_arn(), "EBS"),
    };
    let selection = BackupSelection::new("Data")
        .with_buckets()
        .resource(needs.storage.reports.arn())
        .resource(needs.storage.exports.arn())
        .resource(database);
    BackupPlan::builder("Plan", vault)
        .rule(daily)
        .selection(selection)
        .build(scope)?;
    RestoreTestingPlan::builder("Restores", vault)
        .restore("Databases", kind)
        .build(scope)?;
    Ok(())
}
