//! How long backups can't be deleted.

use crate::{cfn::backup as cfn, value::Duration};

/// How long nobody can delete the backups of a vault.
///
/// AWS: [vault lock](https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html)
#[derive(Debug, Clone, Copy)]
#[must_use = "locks nothing until a vault has it"]
pub struct VaultLock {
    shortest: Duration,
    longest: Option<Duration>,
    final_after: Option<Duration>,
}

/// The service keeps nothing for longer, in days.
const LONGEST: u64 = 36_500;

impl VaultLock {
    /// Backups are kept for at least this long; whoever may take the lock away can undo it.
    pub fn governance(shortest: Duration) -> Self {
        Self { shortest, longest: None, final_after: None }
    }

    /// The same, but after `final_after`, at least 3 days, nobody can ever undo it, not even AWS.
    pub fn compliance(shortest: Duration, final_after: Duration) -> Self {
        Self { final_after: Some(final_after), ..Self::governance(shortest) }
    }

    /// Backups are kept for at most this long. Default: no limit.
    pub fn longest(mut self, longest: Duration) -> Self {
        self.longest = Some(longest);
        self
    }

    /// Whether a vault with this lock takes backups that are kept for so long.
    pub(super) fn takes(&self, retention: Duration) -> bool {
        self.shortest <= retention && self.longest.is_none_or(|longest| retention <= longest)
    }

    /// The lock as templates write it, or what is wrong with it.
    pub(super) fn value(self) -> Result<cfn::BackupVaultLockConfigurationType, String> {
        let shortest = days(self.shortest)?;
        let mut lock = cfn::BackupVaultLockConfigurationType::new(shortest);
        if let Some(longest) = self.longest {
            if longest < self.shortest {
                let shortest = self.shortest;
                return Err(format!("must have a longest of {shortest} or more, got {longest}"));
            }
            lock = lock.max_retention_days(days(longest)?);
        }
        if let Some(after) = self.final_after {
            if after < Duration::days(3) {
                return Err(format!("must leave 3 days or more to change it, got {after}"));
            }
            lock = lock.changeable_for_days(days(after)?);
        }
        Ok(lock)
    }
}

/// Whole days, at least one.
pub(super) fn days(duration: Duration) -> Result<i64, String> {
    match duration.as_days() {
        Some(days @ 1..=LONGEST) => Ok(i64::try_from(days).unwrap_or(i64::MAX)),
        _ => Err(format!("must count in whole days, 1 to {LONGEST}, got {duration}")),
    }
}
