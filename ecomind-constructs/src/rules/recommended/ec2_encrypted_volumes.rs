//! Volumes are encrypted.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ec2-encrypted-volumes"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Volumes are encrypted.",
        why: "Snapshots and disks that leave the account can be read by whoever has them.",
        fix: "set `Encrypted: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        same_as: &["AwsSolutions-EC26", "CKV_AWS_3", "FSBP EC2.3"],
    },
    types: &["AWS::EC2::Volume"],
    check: |it, flaws| it.must_be_true("Encrypted", flaws),
};
