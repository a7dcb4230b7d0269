//! Firewalls of CloudFront are in us-east-1.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("waf-region"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Firewalls of CloudFront are in us-east-1.",
        why: "WAF refuses them in other regions.",
        fix: "create the web ACL in a stack of us-east-1",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html",
        same_as: &[],
    },
    types: &["AWS::WAFv2::WebACL", "AWS::WAFv2::IPSet", "AWS::WAFv2::RuleGroup"],
    check: |it, flaws| {
        let elsewhere = it.stack().region().filter(|region| *region != "us-east-1");
        if let Some(region) = elsewhere.filter(|_| it.is("Scope", "CLOUDFRONT")) {
            flaws.add(
                it,
                "Scope",
                format!("can only be CLOUDFRONT in us-east-1, and this is {region}"),
            );
        }
    },
};
