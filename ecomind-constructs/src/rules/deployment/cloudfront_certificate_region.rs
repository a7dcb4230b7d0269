//! Certificates of CloudFront are in us-east-1.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudfront-certificate-region"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Certificates of CloudFront are in us-east-1.",
        why: "CloudFront refuses those of other regions.",
        fix: "create the certificate in a stack of us-east-1",
        source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
        same_as: &[],
    },
    types: &["AWS::CloudFront::Distribution"],
    check: |it, flaws| {
        let path = "DistributionConfig/ViewerCertificate/AcmCertificateArn";
        let region = it
            .text(path)
            .and_then(|arn| arn.split(':').nth(3).map(str::to_owned));
        if let Some(region) = region.filter(|region| region != "us-east-1") {
            flaws.add(it, path, format!("must be in us-east-1, got {region}"));
        }
        let elsewhere = it.stack().region().filter(|region| *region != "us-east-1");
        if let (Some(region), Some(certificate)) = (elsewhere, it.target(path)) {
            let message =
                format!("must be in us-east-1, and `{}` is in {region}", certificate.logical_id());
            flaws.add(it, path, message);
        }
    },
};
