//! Backup plans back something up.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("backup-selection"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Backup plans back something up.",
        why: "A plan without a selection runs every day and copies nothing, which nobody sees.",
        fix: "add an AWS::Backup::BackupSelection with the databases and buckets",
        source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
        same_as: &[],
    },
    types: &["AWS::Backup::BackupPlan"],
    check: |it, flaws| {
        let stack = it.stack();
        let mut selections = stack.of_types(&["AWS::Backup::BackupSelection"]);
        let is_used = selections.any(|at| stack.needs(at.logical_id(), it.logical_id()));
        if !is_used && !stack.is_shared(it.logical_id()) {
            flaws.add(it, "", "must have a selection of what it backs up");
        }
    },
};
