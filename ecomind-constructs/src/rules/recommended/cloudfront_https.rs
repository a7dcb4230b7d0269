//! CloudFront speaks HTTPS with viewers.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-https"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "CloudFront speaks HTTPS with viewers.",
        why: "Cookies and passwords travel in the clear otherwise.",
        fix: "set `ViewerProtocolPolicy` to `redirect-to-https` or `https-only`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
        same_as: &["AwsSolutions-CFR4", "CKV_AWS_34", "FSBP CloudFront.3"],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| {
        let count = it.list("DistributionConfig/CacheBehaviors").len();
        let others = (0..count).map(|index| format!("CacheBehaviors/{index}"));
        for behavior in std::iter::once("DefaultCacheBehavior".to_owned()).chain(others) {
            let path = format!("DistributionConfig/{behavior}/ViewerProtocolPolicy");
            it.must_be_one_of(&path, &["redirect-to-https", "https-only"], flaws);
        }
    },
};
