//! Databases take minor versions by themselves.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-minor-upgrades"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Databases take minor versions by themselves.",
        why: "Minor versions mend security holes.",
        fix: "set `AutoMinorVersionUpgrade: true`, or leave it out",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
        same_as: &["CKV_AWS_226", "FSBP RDS.13"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        if it.is("AutoMinorVersionUpgrade", "false") {
            flaws.add(it, "AutoMinorVersionUpgrade", "must not be false");
        }
    },
};
