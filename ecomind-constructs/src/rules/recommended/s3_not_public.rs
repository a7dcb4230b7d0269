//! Buckets block public access in all four ways.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-not-public"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Buckets block public access in all four ways.",
        why: "One policy or ACL makes every object public otherwise.",
        fix: "set all of `PublicAccessBlockConfiguration` to true",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        same_as: &[
            "AwsSolutions-S2",
            "CKV_AWS_53",
            "CKV_AWS_54",
            "CKV_AWS_55",
            "CKV_AWS_56",
            "FSBP S3.8",
        ],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| {
        for name in
            ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
        {
            it.must_be_true(&format!("PublicAccessBlockConfiguration/{name}"), flaws);
        }
    },
};
