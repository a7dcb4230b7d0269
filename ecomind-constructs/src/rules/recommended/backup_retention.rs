//! Backups are kept for a month or more.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("backup-retention"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Backups are kept for a month or more.",
        why: "A mistake that is seen late can only be undone from an old backup.",
        fix: "set `DeleteAfterDays` to 35 or more",
        source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html",
        same_as: &["backup_plan_min_frequency_and_min_retention_check"],
    },
    types: &["AWS::Backup::BackupPlan"],
    check: |it, flaws| {
        let rules = "BackupPlan/BackupPlanRule";
        let days = |index| format!("{rules}/{index}/Lifecycle/DeleteAfterDays");
        let longest = (0..it.list(rules).len()).filter_map(|index| it.number(&days(index)));
        // Without a number they are kept for ever.
        let is_known = (0..it.list(rules).len()).all(|index| it.number(&days(index)).is_some());
        let longest = longest.fold(0.0, f64::max);
        if is_known && longest < 35.0 {
            flaws.add(it, rules, format!("must keep something for 35 days, got {longest}"));
        }
    },
};
