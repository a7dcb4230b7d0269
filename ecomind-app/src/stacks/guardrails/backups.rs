//! Backups beside those that databases make of themselves: in a vault of their own, from where
//! copies go to the second region.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

use super::Needs;

/// How long nobody deletes a backup, not even by mistake, unless the lock is taken away first.
pub const LOCKED: Duration = Duration::days(7);

/// Adds the vault, the plan and the tests that backups can be restored to `scope`.
pub(super) fn define(scope: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<()> {
    let mut vault = BackupVault::builder("Vault");
    if env.is_protected {
        vault = vault.lock(VaultLock::governance(LOCKED));
    }
    let vault = vault.build(scope)?;
    alarms(scope, needs, vault)?;
    let mut daily =
        BackupRule::new("Daily", BackupSchedule::daily(3)).delete_after(env.backups_kept);
    if let Some(copies) = needs.copies {
        daily = daily.copy_to(copies.vault.clone(), copies.standby.copies_kept);
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
    let restores = RestoreTestingPlan::builder("Restores", vault);
    let restores = match &needs.database.server {
        // Without it AWS Backup looks for a default VPC, which few accounts still have. The default
        // security group of the VPC lets nobody in.
        PostgresDatabase::Rds(instance) => {
            let subnets: Value<String> = instance.subnet_group().name().cast();
            restores.restore_with("Databases", kind, [("dbSubnetGroupName", subnets)])
        }
        PostgresDatabase::TimescaleDb(_) => restores.restore("Databases", kind),
    };
    restores.build(scope)?;
    Ok(())
}

/// People hear of backups and copies that were not made, since nobody misses them until the day on
/// which they are needed.
fn alarms(scope: &mut Scope<'_>, needs: Needs<'_>, vault: BackupVault) -> Result<()> {
    let topic = needs.alerts.topic.arn();
    let copies = needs
        .copies
        .map(|_| ("CopiesFailed", "NumberOfCopyJobsFailed"));
    let jobs = [("Failed", "NumberOfBackupJobsFailed"), ("Expired", "NumberOfBackupJobsExpired")];
    for (id, name) in jobs.into_iter().chain(copies) {
        let jobs = Metric::new("AWS/Backup", name)
            .dimension("BackupVaultName", vault.name())
            .statistic(Statistic::Sum)
            .period(Duration::hours(1));
        Alarm::builder(id, jobs, 0.0)
            .missing_data(MissingData::NotBreaching)
            .description("a backup was not made or not copied: the jobs of AWS Backup say why")
            .alarm_action(topic.clone())
            .build(scope)?;
    }
    Ok(())
}
