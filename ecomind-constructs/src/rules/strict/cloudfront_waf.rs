//! A firewall stands before CloudFront.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-waf"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "A firewall stands before CloudFront.",
        why: "Known attacks reach the program.",
        fix: "set `WebACLId`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
        same_as: &["AwsSolutions-CFR2", "CKV_AWS_68", "FSBP CloudFront.6"],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| it.must_be_set("DistributionConfig/WebACLId", flaws),
};
