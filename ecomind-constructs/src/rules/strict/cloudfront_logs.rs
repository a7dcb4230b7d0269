//! CloudFront records requests.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-logs"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "CloudFront records requests.",
        why: "Nobody can tell later who asked for what.",
        fix: "set `Logging`, or deliver standard logs with AWS::Logs::Delivery",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html",
        same_as: &["AwsSolutions-CFR3", "CKV_AWS_86", "FSBP CloudFront.5"],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| {
        let mut sources = it.stack().of_types(&["AWS::Logs::DeliverySource"]);
        let has_source =
            sources.any(|source| it.stack().refers(source.logical_id(), it.logical_id()));
        if !has_source {
            it.must_be_set("DistributionConfig/Logging", flaws);
        }
    },
};
