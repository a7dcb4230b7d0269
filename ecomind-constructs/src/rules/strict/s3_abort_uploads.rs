//! Buckets give up uploads that were never finished.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-abort-uploads"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Buckets give up uploads that were never finished.",
        why: "Parts of uploads are invisible, and cost money for ever.",
        fix: "add a rule with `AbortIncompleteMultipartUpload`",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html",
        same_as: &["CKV_AWS_300"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| {
        let rules = it.list("LifecycleConfiguration/Rules");
        let aborts =
            |rule: &serde_json::Value| rule.get("AbortIncompleteMultipartUpload").is_some();
        if !rules.is_empty() && !rules.iter().any(aborts) {
            flaws.add(it, "LifecycleConfiguration/Rules", "must abort unfinished uploads");
        }
    },
};
