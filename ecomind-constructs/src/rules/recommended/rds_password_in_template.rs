//! No template holds a password.

use crate::{
    rules::{About, Pack, ResourceRule, Setting},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-password-in-template"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "No template holds a password.",
        why: "Whoever may read the template or its repository knows it.",
        fix: "use `ManageMasterUserPassword`, or a dynamic reference to a secret",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html",
        same_as: &["AwsSolutions-SMG4", "CKV_SECRET_6"],
    },
    types: &["AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::Redshift::Cluster"],
    check: |it, flaws| {
        if let Setting::Known(_) = it.get("MasterUserPassword") {
            flaws.add(it, "MasterUserPassword", "must not be written down");
        }
    },
};
