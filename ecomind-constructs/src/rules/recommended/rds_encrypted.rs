//! Databases are encrypted.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-encrypted"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Databases are encrypted.",
        why: "Snapshots and disks that leave the account can be read by whoever has them.",
        fix: "set `StorageEncrypted: true`; it replaces a database that is not",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["AwsSolutions-RDS2", "CKV_AWS_16", "FSBP RDS.3"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        // A replica takes it from its source, and a restored one from its snapshot or backups.
        let source = [
            "DBSnapshotIdentifier",
            "SourceDBInstanceAutomatedBackupsArn",
            "SourceDBInstanceIdentifier",
        ];
        if !source.iter().any(|property| it.is_set(property)) {
            it.must_be_true("StorageEncrypted", flaws);
        }
    },
};
