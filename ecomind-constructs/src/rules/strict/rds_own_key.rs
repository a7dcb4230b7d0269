//! Databases are encrypted with a key of the account.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-own-key"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Databases are encrypted with a key of the account.",
        why: "Only the policy of a key of your own says who may decrypt, and only such snapshots can be shared.",
        fix: "set `KmsKeyId`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["rds_storage_encrypted"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        // A replica has that of its source, and a restored one that of its snapshot or backups.
        let source = [
            "DBSnapshotIdentifier",
            "SourceDBInstanceAutomatedBackupsArn",
            "SourceDBInstanceIdentifier",
        ];
        if !source.iter().any(|property| it.is_set(property)) {
            it.must_be_set("KmsKeyId", flaws);
        }
    },
};
