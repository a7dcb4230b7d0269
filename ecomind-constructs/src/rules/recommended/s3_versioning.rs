//! Buckets keep old versions.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-versioning"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Buckets keep old versions.",
        why: "What is overwritten or deleted by mistake is gone otherwise.",
        fix: "set `VersioningConfiguration.Status: Enabled`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        same_as: &["CKV_AWS_21", "FSBP S3.14"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| it.must_be_one_of("VersioningConfiguration/Status", &["Enabled"], flaws),
};
