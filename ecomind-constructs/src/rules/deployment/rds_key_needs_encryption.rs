//! A key comes with encryption.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-key-needs-encryption"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A key comes with encryption.",
        why: "RDS refuses a key for a database that is not encrypted.",
        fix: "set `StorageEncrypted: true`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html",
        same_as: &["cfn-lint E3720"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        if it.is_set("KmsKeyId") && it.is("StorageEncrypted", "false") {
            flaws.add(it, "KmsKeyId", "must come with `StorageEncrypted: true`");
        }
    },
};
