//! Backups are encrypted with a key of the account.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("backup-vault-key"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Backups are encrypted with a key of the account.",
        why: "A copy in another account needs a key that it may use.",
        fix: "set `EncryptionKeyArn`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/backup-controls.html",
        same_as: &["CKV_AWS_166", "FSBP Backup.1"],
    },
    types: &["AWS::Backup::BackupVault"],
    check: |it, flaws| it.must_be_set("EncryptionKeyArn", flaws),
};
