//! Buckets behind CloudFront know that it is CloudFront that asks.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-origin-access"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Buckets behind CloudFront know that it is CloudFront that asks.",
        why: "The bucket has to be public otherwise.",
        fix: "set `OriginAccessControlId`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
        same_as: &["AwsSolutions-CFR7", "FSBP CloudFront.13"],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| {
        for index in 0..it.list("DistributionConfig/Origins").len() {
            let origin = format!("DistributionConfig/Origins/{index}");
            if it.is_set(&format!("{origin}/S3OriginConfig")) {
                it.must_be_set(&format!("{origin}/OriginAccessControlId"), flaws);
            }
        }
    },
};
