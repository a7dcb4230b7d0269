//! The root of a site has a page.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-default-root"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "The root of a site has a page.",
        why: "Viewers see a list of the bucket, or an error.",
        fix: "set `DefaultRootObject`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
        same_as: &["CKV_AWS_305", "FSBP CloudFront.1"],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| {
        let default = it.text("DistributionConfig/DefaultCacheBehavior/TargetOriginId");
        let is_default = |origin: &serde_json::Value| {
            default
                .as_ref()
                .is_some_and(|id| origin.get("Id").is_some_and(|it| it == &**id))
        };
        let is_bucket = |origin: &serde_json::Value| origin.get("S3OriginConfig").is_some();
        if it
            .list("DistributionConfig/Origins")
            .iter()
            .any(|origin| is_default(origin) && is_bucket(origin))
        {
            it.must_be_set("DistributionConfig/DefaultRootObject", flaws);
        }
    },
};
