//! CloudFront takes TLS 1.2 and newer.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-tls-version"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "CloudFront takes TLS 1.2 and newer.",
        why: "Older versions are broken.",
        fix: "set `MinimumProtocolVersion` to `TLSv1.2_2021` or newer",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
        same_as: &["AwsSolutions-CFR4", "CKV_AWS_174"],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| {
        let certificate = "DistributionConfig/ViewerCertificate";
        // With the name of CloudFront itself, it chooses.
        if it.is_set(&format!("{certificate}/AcmCertificateArn")) {
            let path = format!("{certificate}/MinimumProtocolVersion");
            let allowed = ["TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"];
            it.must_be_one_of(&path, &allowed, flaws);
        }
    },
};
