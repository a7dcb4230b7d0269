//! Buckets give up what they no longer need.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-lifecycle"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Buckets give up what they no longer need.",
        why: "Old versions and broken uploads cost money for ever.",
        fix: "set `LifecycleConfiguration`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        same_as: &["CKV2_AWS_61", "FSBP S3.13"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| it.must_be_set("LifecycleConfiguration/Rules", flaws),
};
