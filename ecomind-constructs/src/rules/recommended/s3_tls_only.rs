//! Buckets refuse requests without TLS.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-tls-only"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Buckets refuse requests without TLS.",
        why: "Objects and signatures travel in the clear otherwise.",
        fix: "add a bucket policy that denies when `aws:SecureTransport` is false",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        same_as: &["AwsSolutions-S10", "s3_bucket_ssl_requests_only", "FSBP S3.5"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| {
        let mut policies = it.stack().of_types(&["AWS::S3::BucketPolicy"]);
        let has_policy = policies.any(|policy| {
            policy
                .target("Bucket")
                .is_some_and(|bucket| bucket.logical_id() == it.logical_id())
                && policies::denies_plaintext(&policy, "PolicyDocument")
        });
        // Another stack may have the policy.
        if !has_policy {
            flaws.add(it, "", "must have a policy that refuses requests without TLS");
        }
    },
};
