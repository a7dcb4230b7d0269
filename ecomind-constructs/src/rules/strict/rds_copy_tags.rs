//! Snapshots have the tags of their database.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-copy-tags"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Snapshots have the tags of their database.",
        why: "Snapshots without tags belong to nobody, and cost money for ever.",
        fix: "set `CopyTagsToSnapshot: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["FSBP RDS.17"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| it.must_be_true("CopyTagsToSnapshot", flaws),
};
