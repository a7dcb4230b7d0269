//! Backups.

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// What is in a vault, at the price of database snapshots, the dearest of the usual ones.
pub(super) fn vault(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.usage("backups", "rds/backup", Usage::BackupData, 1);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn all_of_it_is_assumed() {
        // 10 x 0.095
        insta::assert_snapshot!(bill("AWS::Backup::BackupVault", &json!({})), @"$0.95 backups: 10 GB, assumed");
    }
}
