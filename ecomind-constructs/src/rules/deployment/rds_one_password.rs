//! A database has one source of its password.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-one-password"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A database has one source of its password.",
        why: "RDS refuses a password beside one that it manages.",
        fix: "take one of them out",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
        same_as: &[],
    },
    types: &["AWS::RDS::DBInstance", "AWS::RDS::DBCluster"],
    check: |it, flaws| {
        if it.is("ManageMasterUserPassword", "true") && it.is_set("MasterUserPassword") {
            flaws.add(it, "MasterUserPassword", "must not be set when RDS manages the password");
        }
    },
};
