//! CloudFront speaks HTTPS with origins on the internet.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-origin-https"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "CloudFront speaks HTTPS with origins on the internet.",
        why: "What viewers send in TLS goes on in the clear.",
        fix: "set `OriginProtocolPolicy: https-only`, without SSLv3 and TLS 1.0",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
        same_as: &["AwsSolutions-CFR5", "FSBP CloudFront.9", "FSBP CloudFront.10"],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| {
        for index in 0..it.list("DistributionConfig/Origins").len() {
            let origin = format!("DistributionConfig/Origins/{index}/CustomOriginConfig");
            if it.is_set(&origin) {
                it.must_be_one_of(
                    &format!("{origin}/OriginProtocolPolicy"),
                    &["https-only"],
                    flaws,
                );
            }
        }
    },
};
