//! Backups in cold storage stay there for 90 days.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("backup-cold-storage"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Backups in cold storage stay there for 90 days.",
        why: "Backup refuses to delete them earlier.",
        fix: "set `DeleteAfterDays` to 90 more than `MoveToColdStorageAfterDays`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-backup-backupplan-lifecycleresourcetype.html",
        same_as: &["cfn-lint E3504"],
    },
    types: &["AWS::Backup::BackupPlan"],
    check: |it, flaws| {
        for index in 0..it.list("BackupPlan/BackupPlanRule").len() {
            let lifecycle = format!("BackupPlan/BackupPlanRule/{index}/Lifecycle");
            let days = |name: &str| it.number(&format!("{lifecycle}/{name}"));
            if let (Some(cold), Some(gone)) =
                (days("MoveToColdStorageAfterDays"), days("DeleteAfterDays"))
                && gone < cold + 90.0
            {
                let message = format!("must be {} or more, got {gone}", cold + 90.0);
                flaws.add(it, &format!("{lifecycle}/DeleteAfterDays"), message);
            }
        }
    },
};
