//! Buckets record who reads and writes them.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-access-logs"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Buckets record who reads and writes them.",
        why: "Nobody can tell later what was taken.",
        fix: "set `LoggingConfiguration`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        same_as: &["AwsSolutions-S1", "CKV_AWS_18", "FSBP S3.9"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| it.must_be_set("LoggingConfiguration", flaws),
};
