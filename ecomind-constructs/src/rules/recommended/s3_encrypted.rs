//! Buckets say how they are encrypted.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-encrypted"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Buckets say how they are encrypted.",
        why: "Without it the key is one that nobody of the account controls or audits.",
        fix: "set `BucketEncryption`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        same_as: &["AwsSolutions-S2", "CKV_AWS_19", "FSBP S3.17"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| it.must_be_set("BucketEncryption/ServerSideEncryptionConfiguration", flaws),
};
