//! How often backups are made, and how long they are kept.

use crate::{
    cfn::{backup as cfn, ids::backup::BackupVaultArn},
    value::{Duration, Expr, IntoValue, Value},
};

use super::{BackupSchedule, BackupVault, vault_lock::days};

/// How often backups are made, how long they are kept, and where copies of them go.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let monthly = BackupRule::new("Monthly", BackupSchedule::monthly(5))
///     .cold_storage_after(Duration::days(30))
///     .delete_after(Duration::days(365));
/// ```
///
/// CloudFormation: [`AWS::Backup::BackupPlan BackupRule`](cfn::BackupPlanBackupRuleResourceType)
#[derive(Debug, Clone)]
#[must_use = "backs nothing up until a plan has it"]
pub struct BackupRule {
    name: String,
    schedule: BackupSchedule,
    delete_after: Duration,
    cold_storage_after: Option<Duration>,
    is_continuous: bool,
    copies: Vec<(Value<BackupVaultArn>, Duration)>,
}

/// Cold storage is paid for this long at least.
const IN_COLD_STORAGE: u64 = 90;
/// Continuous backups reach no further back.
const CONTINUOUS: Duration = Duration::days(35);

impl BackupRule {
    /// A rule with this name.
    pub fn new(name: impl Into<String>, schedule: BackupSchedule) -> Self {
        Self {
            name: name.into(),
            schedule,
            delete_after: Duration::days(35),
            cold_storage_after: None,
            is_continuous: false,
            copies: Vec::new(),
        }
    }

    /// How long a backup is kept, in whole days. Default: 35 days.
    pub fn delete_after(mut self, age: Duration) -> Self {
        self.delete_after = age;
        self
    }

    /// Moves backups to cold storage at this age, at least 90 days before they are deleted.
    /// Default: never.
    pub fn cold_storage_after(mut self, age: Duration) -> Self {
        self.cold_storage_after = Some(age);
        self
    }

    /// Backs up continuously, so that any second of at most 35 days can be restored; for RDS and S3
    /// among others. Default: snapshots.
    pub fn continuous(mut self) -> Self {
        self.is_continuous = true;
        self
    }

    /// Copies each backup to a vault, such as one of another region, and keeps the copy for so
    /// long. Adds to those before; default: no copies.
    pub fn copy_to(
        mut self,
        vault: impl IntoValue<BackupVaultArn>,
        delete_after: Duration,
    ) -> Self {
        self.copies.push((vault.into_value(), delete_after));
        self
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The rule as templates write it, or what is wrong with it.
    pub(super) fn value(
        self,
        vault: BackupVault,
    ) -> Result<cfn::BackupPlanBackupRuleResourceType, String> {
        let (name, kept) = (self.name.clone(), self.delete_after);
        let explained = |reason: String| format!("{reason} in {name:?}");
        if let Some(reason) = self.schedule.flaw() {
            return Err(explained(reason));
        }
        if vault.lock().is_some_and(|lock| !lock.takes(kept)) {
            let reason = format!("must keep backups as long as the vault's lock says, got {kept}");
            return Err(explained(reason));
        }
        if self.is_continuous && (CONTINUOUS < kept || self.cold_storage_after.is_some()) {
            let reason =
                "must keep continuous backups for at most 35 days and never in cold storage";
            return Err(explained(format!("{reason}, got {kept}")));
        }
        let mut lifecycle = cfn::BackupPlanLifecycleResourceType::new()
            .delete_after_days(number(days(kept).map_err(explained)?));
        if let Some(cold) = self.cold_storage_after {
            let earliest = cold.as_days().map(|days| days + IN_COLD_STORAGE);
            if kept.as_days() < earliest {
                let reason = "must delete backups 90 days or more after they go to cold storage";
                return Err(explained(format!("{reason}, got {kept} and {cold}")));
            }
            let cold = days(cold).map_err(explained)?;
            lifecycle = lifecycle.move_to_cold_storage_after_days(number(cold));
        }
        let mut rule = cfn::BackupPlanBackupRuleResourceType::new(self.name, vault.name())
            .lifecycle(lifecycle)
            .schedule_expression(self.schedule.expression());
        if self.is_continuous {
            rule = rule.enable_continuous_backup(true);
        }
        let mut copies = Vec::new();
        for (vault, kept) in self.copies {
            let lifecycle = cfn::BackupPlanLifecycleResourceType::new()
                .delete_after_days(number(days(kept).map_err(explained)?));
            copies.push(cfn::BackupPlanCopyActionResourceType::new(vault).lifecycle(lifecycle));
        }
        if !copies.is_empty() {
            rule = rule.copy_actions(copies);
        }
        Ok(rule)
    }
}

/// Templates write it without a fraction.
fn number(days: i64) -> Value<f64> {
    Value::from_expr(Expr::Integer(days))
}
